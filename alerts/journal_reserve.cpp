#include "alerts/journal_reserve.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace nightjar {
namespace {

constexpr std::uint64_t kStatBlock = 512;  // of st_blocks, by POSIX

}  // namespace

JournalReserve::JournalReserve(const std::filesystem::path& folder) : file_(folder / "reserve") {
  struct stat there {};
  held_ = ::stat(file_.c_str(), &there) == 0 &&
          static_cast<std::uint64_t>(there.st_blocks) * kStatBlock >= kBytes;
}

bool JournalReserve::take() {
  if (held_) return true;
  struct statvfs disk {};
  if (::statvfs(file_.parent_path().c_str(), &disk) != 0) return false;
  if (std::uint64_t{disk.f_bavail} * disk.f_frsize < 2 * kBytes) return false;
  const int file = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return false;
  held_ = ::posix_fallocate(file, 0, static_cast<off_t>(kBytes)) == 0;
  ::close(file);
  if (!held_) ::unlink(file_.c_str());
  return held_;
}

bool JournalReserve::give_up() {
  if (!held_) return false;
  held_ = false;
  return ::unlink(file_.c_str()) == 0;
}

}  // namespace nightjar
