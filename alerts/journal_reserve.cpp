#include "alerts/journal_reserve.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace nightjar {
namespace {

constexpr std::uint64_t kStatBlock = 512;  // of st_blocks, by POSIX

/// Its blocks; a file that is only as long as that holds no room.
std::uint64_t held_by(const std::filesystem::path& file, const ReserveSize& size) {
  struct stat there {};
  if (::stat(file.c_str(), &there) != 0) return 0;
  const std::uint64_t bytes = static_cast<std::uint64_t>(there.st_blocks) * kStatBlock;
  return std::min(bytes, size.bytes) / size.step * size.step;
}

bool has_free(const std::filesystem::path& folder, std::uint64_t bytes) {
  struct statvfs disk {};
  return ::statvfs(folder.c_str(), &disk) == 0 && std::uint64_t{disk.f_bavail} * disk.f_frsize >= bytes;
}

}  // namespace

JournalReserve::JournalReserve(std::filesystem::path file, const ReserveSize& size)
    : file_(std::move(file)), size_(size), held_(held_by(file_, size)) {}

bool JournalReserve::take() {
  if (held_ == size_.bytes || !has_free(file_.parent_path(), size_.free > 0 ? size_.bytes + size_.free : 0))
    return held();
  const int file = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return held();
  for (std::uint64_t bytes = size_.bytes; bytes > held_; bytes -= size_.step)
    if (::posix_fallocate(file, 0, static_cast<off_t>(bytes)) == 0) held_ = bytes;
  ::close(file);
  if (!held()) ::unlink(file_.c_str());
  return held();
}

bool JournalReserve::give_up() {
  return std::exchange(held_, 0) > 0 && ::unlink(file_.c_str()) == 0;
}

}  // namespace nightjar
