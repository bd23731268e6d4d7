#include "alerts/journal_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace nightjar {
namespace {

using Cause = JournalError::Cause;

constexpr std::size_t kNoteBytes = 4096;

int open_file(const std::filesystem::path& folder, const char* name) {
  const int file = ::open((folder / name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  const Cause cause = errno == ENOSPC ? Cause::refused : Cause::unusable;
  throw JournalError(cause, folder, std::string("the journal cannot be written: ") + std::strerror(errno));
}

void make(const std::filesystem::path& folder) {
  std::error_code error;
  const bool made = std::filesystem::create_directories(folder, error);
  if (error)
    throw JournalError(Cause::unusable, folder, "the journal folder cannot be made: " + error.message());
  if (made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
}

bool write_note(int file, char mark) {
  std::array<char, kNoteBytes> page{};
  page[0] = mark;
  return ::pwrite(file, page.data(), page.size(), 0) == static_cast<ssize_t>(page.size()) &&
         ::fdatasync(file) == 0;
}

}  // namespace

JournalFolder::JournalFolder(std::filesystem::path path) : path_(std::move(path)) {
  make(path_);
  try {
    hold();
    note_ = open_file(path_, "promised");
    const bool fresh = ::lseek(note_, 0, SEEK_END) < static_cast<off_t>(kNoteBytes);
    if (fresh && !write_note(note_, '0')) {
      throw JournalError(Cause::refused, path_,
                         std::string("the journal cannot be written: ") + std::strerror(errno));
    }
  } catch (...) {
    if (note_ >= 0) ::close(note_);
    if (lock_ >= 0) ::close(lock_);
    throw;
  }
}

JournalFolder::~JournalFolder() {
  ::close(note_);
  ::close(lock_);
}

void JournalFolder::hold() {
  lock_ = open_file(path_, "journal.lock");
  std::array<char, 16> holder{};
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    if (::pread(lock_, holder.data(), holder.size() - 1, 0) <= 0) holder[0] = '?';
    throw JournalError(Cause::held, path_,
                       std::string("another process writes this journal: ") + holder.data());
  }
  const std::string self = std::to_string(::getpid());
  if (::ftruncate(lock_, 0) != 0 || ::pwrite(lock_, self.data(), self.size(), 0) < 0) {
    holder[0] = '?';  // the number is for people; the lock is what holds
  }
}

bool JournalFolder::promised() const {
  char mark = '0';
  return ::pread(note_, &mark, 1, 0) == 1 && mark == '1';
}

bool JournalFolder::note_promised(bool promised) {
  return write_note(note_, promised ? '1' : '0');
}

std::string set_journal_file_aside(const std::filesystem::path& folder) {
  std::error_code error;
  const auto name = [](int number) { return "damaged-" + std::to_string(number) + ".sqlite"; };
  int number = 1;
  while (std::filesystem::exists(folder / name(number), error) && !error) ++number;
  if (!error) std::filesystem::rename(folder / "journal.sqlite", folder / name(number), error);
  for (const char* part : {"-wal", "-shm"}) {
    const std::filesystem::path file = folder / (std::string("journal.sqlite") + part);
    if (!error && std::filesystem::exists(file, error) && !error)
      std::filesystem::rename(file, folder / (name(number) + part), error);
  }
  if (error)
    throw JournalError(Cause::unusable, folder, "a damaged journal cannot be set aside: " + error.message());
  return name(number);
}

}  // namespace nightjar
