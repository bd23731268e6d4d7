#include "tools/nightjar/file_stamp.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "processing/hotlist/hotlist_edition.hpp"

namespace nightjar {
namespace {

constexpr std::int64_t kNanoseconds = 1000000000;

std::vector<std::filesystem::path> files_of(const std::filesystem::path& list) {
  std::vector<std::filesystem::path> files = delta_files(list);
  files.push_back(list);
  return files;
}

}  // namespace

FileStamps list_stamps(const std::filesystem::path& list) {
  FileStamps stamps;
  for (const std::filesystem::path& file : files_of(list)) {
    struct stat found {};
    if (stat(file.c_str(), &found) != 0) continue;
    stamps.push_back({file.string(), found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size),
                      found.st_mtim.tv_sec * kNanoseconds + found.st_mtim.tv_nsec,
                      found.st_ctim.tv_sec * kNanoseconds + found.st_ctim.tv_nsec});
  }
  return stamps;
}

bool has_a_writer(const std::filesystem::path& file) {
  // A read lease is refused while anybody has the file open for writing (fcntl(2)). Whoever opens it in the
  // moment we hold the lease waits for us to give it back; the kernel's signal for that is set to one that
  // does nothing.
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return false;
  fcntl(descriptor, F_SETSIG, SIGURG);
  const bool leased = fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0;
  const bool busy = !leased && (errno == EAGAIN || errno == EWOULDBLOCK);
  if (leased) fcntl(descriptor, F_SETLEASE, F_UNLCK);
  close(descriptor);
  return busy;
}

bool is_list_being_written(const std::filesystem::path& list) {
  const auto files = files_of(list);
  return std::any_of(files.begin(), files.end(), has_a_writer);
}

}  // namespace nightjar
