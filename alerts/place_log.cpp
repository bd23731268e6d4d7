#include "alerts/place_log.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace nightjar {
namespace {

constexpr const char* kFirstLine = "nightjar place 1";
constexpr std::chrono::milliseconds kSyncEvery{200};
constexpr std::uintmax_t kLargest = 1U << 30U;

/// There is no room for more.
class PlaceFull : public PlaceError {
 public:
  using PlaceError::PlaceError;
};

}  // namespace

PlaceLog::PlaceLog(std::filesystem::path file, PlaceDisk disk) : path_(std::move(file)), disk_(disk) {
  if (!keeps()) return;
  try {
    hold();
    load();
    open();
  } catch (...) {
    if (file_ >= 0) ::close(file_);
    if (lock_ >= 0) ::close(lock_);
    throw;
  }
}

PlaceLog::~PlaceLog() {
  if (file_ >= 0) ::fdatasync(file_);
  if (file_ >= 0) ::close(file_);
  if (lock_ >= 0) ::close(lock_);
}

void PlaceLog::fail(const std::string& what) const {
  throw PlaceError(path_.string() + ": " + what);
}

/// By errno.
void PlaceLog::refuse() const {
  const int number = errno;
  const std::string words = path_.string() + ": cannot be written: " + std::strerror(number);
  if (number == ENOSPC || number == EDQUOT || number == EFBIG) throw PlaceFull(words);
  throw PlaceError(words);
}

template <typename Write>
void PlaceLog::unless_full(Write write) {
  try {
    write();
  } catch (const PlaceFull&) {
    if (disk_ == PlaceDisk::has_room) throw;
    lags_ = true;
  }
}

/// On a file beside it, as the log itself is replaced.
void PlaceLog::hold() {
  const std::string name = path_.string() + ".lock";
  lock_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) refuse();
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) fail("another consumer keeps its place here");
}

void PlaceLog::load() {
  std::error_code error;
  if (!std::filesystem::exists(path_, error)) return;
  if (std::filesystem::file_size(path_, error) > kLargest || error) fail("is no place of a consumer");
  std::ifstream in(path_, std::ios::binary);
  std::string line;
  bool first = true;
  while (std::getline(in, line)) {
    if (first && line != kFirstLine) fail("is no place of a consumer");
    first = false;
    if (in.eof()) break;  // one without its end was cut
    whole_ += line.size() + 1;
    if (whole_ > line.size() + 1) lines_.push_back(line);
  }
  if (in.bad()) fail("cannot be read");
}

void PlaceLog::open() {
  if (whole_ == 0) return rewrite({});
  file_ = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file_ < 0 || ::ftruncate(file_, static_cast<off_t>(whole_)) != 0) refuse();
}

void PlaceLog::write(int file, const std::string& text) const {
  for (std::size_t from = 0; from < text.size();) {
    const ssize_t count = ::write(file, text.data() + from, text.size() - from);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse();
    from += static_cast<std::size_t>(count);
  }
}

void PlaceLog::add(const std::string& line) {
  if (!keeps() || lags_) return;
  unless_full([&] { append(line); });
}

void PlaceLog::append(const std::string& line) {
  try {
    write(file_, line + "\n");
  } catch (...) {  // what was written of it would spoil the line behind it
    if (::ftruncate(file_, static_cast<off_t>(whole_)) != 0) fail("a line that was cut cannot be taken out");
    throw;
  }
  whole_ += line.size() + 1;
  grown_ += line.size() + 1;
  is_synced_ = false;
  if (Steady::now() - synced_at_ >= kSyncEvery) sync();
}

void PlaceLog::sync() {
  if (!keeps() || lags_ || is_synced_) return;
  unless_full([this] {
    if (::fdatasync(file_) != 0) refuse();
    is_synced_ = true;
    synced_at_ = Steady::now();
  });
}

/// A file that took another's place is there after a power cut once its folder is on disk.
void PlaceLog::sync_folder() const {
  const std::filesystem::path folder = path_.has_parent_path() ? path_.parent_path() : ".";
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;  // a folder that may be written, but not read
  ::fsync(opened);
  ::close(opened);
}

void PlaceLog::rewrite(const std::vector<std::string>& lines) {
  if (!keeps()) return;
  std::string text = std::string(kFirstLine) + "\n";
  for (const std::string& line : lines) text += line + "\n";
  unless_full([&] {
    replace(text);
    lags_ = false;
  });
}

void PlaceLog::replace(const std::string& text) {
  const std::string fresh = path_.string() + ".new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) refuse();
  try {
    write(file, text);
    if (::fdatasync(file) != 0 || ::rename(fresh.c_str(), path_.c_str()) != 0) refuse();
  } catch (...) {
    ::close(file);
    ::unlink(fresh.c_str());
    throw;
  }
  sync_folder();
  if (file_ >= 0) ::close(file_);
  file_ = file;
  whole_ = text.size();
  grown_ = 0;
  is_synced_ = true;
  synced_at_ = Steady::now();
}

}  // namespace nightjar
