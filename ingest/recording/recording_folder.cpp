#include "ingest/recording/recording_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLabel = "recording.json";
constexpr std::string_view kStem = "segment-";
constexpr std::string_view kVideo = ".mkv";

std::optional<int> segment_number(const std::string& name) {
  if (name.rfind(kStem, 0) != 0 || name.size() <= kStem.size() + kVideo.size()) return std::nullopt;
  const char* const end = name.data() + name.size() - kVideo.size();
  if (std::string_view(end, kVideo.size()) != kVideo) return std::nullopt;
  int number = 0;
  const auto [stopped, error] = std::from_chars(name.data() + kStem.size(), end, number);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

fs::path member(const fs::path& recording, int segment, std::string_view ending) {
  return recording / fmt::format("{}{:05}{}", kStem, segment, ending);
}

/// As format_utc, but fit for every file system.
std::string name_of(CaptureTime opened_at) {
  std::string name = format_utc(opened_at);
  std::replace(name.begin(), name.end(), ':', '-');
  return name;
}

[[noreturn]] void refuse(const fs::path& path) {
  throw std::runtime_error(path.string() + ": " + std::strerror(errno));
}

/// Two programs, or two openings within a millisecond, get folders of their own: mkdir tells who was first.
fs::path make_folder(const fs::path& parent, const std::string& name) {
  constexpr int kMostTries = 1000;
  fs::create_directories(parent);
  for (int number = 1; number < kMostTries; ++number) {
    fs::path folder = parent / (number == 1 ? name : fmt::format("{}-{}", name, number));
    if (fs::create_directory(folder)) return folder;
  }
  throw std::runtime_error((parent / name).string() + ": there are too many of this name");
}

}  // namespace

bool is_recording(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / kLabel, error);
}

std::vector<fs::path> recordings_in(const fs::path& folder) {
  if (is_recording(folder)) return {folder};
  std::vector<fs::path> openings;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_recording(entry->path()) && !segments_in(entry->path()).empty()) openings.push_back(entry->path());
  }
  std::sort(openings.begin(), openings.end());
  return openings;
}

fs::path segment_file(const fs::path& recording, int segment) {
  return member(recording, segment, kVideo);
}

fs::path frames_file(const fs::path& recording, int segment) {
  return member(recording, segment, ".frames.jsonl");
}

fs::path telemetry_file(const fs::path& recording, int segment) {
  return member(recording, segment, ".telemetry.jsonl");
}

std::vector<int> segments_in(const fs::path& recording) {
  std::vector<int> numbers;
  std::error_code error;
  for (fs::directory_iterator entry(recording, error), end; !error && entry != end; entry.increment(error)) {
    if (const auto number = segment_number(entry->path().filename().string())) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

fs::path feed_folder(const fs::path& recordings, const std::string& feed) {
  const bool hidden = !feed.empty() && feed.front() == '.';  // "..", too, would be another folder
  return recordings / (hidden ? "_" + feed : feed);
}

OpeningFolder::OpeningFolder(const fs::path& recordings, const std::string& feed, CaptureTime opened_at) {
  const fs::path parent = feed_folder(recordings, feed);
  path_ = make_folder(parent, name_of(opened_at));
  const fs::path label = path_ / kLabel;
  lock_ = ::open(label.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
  if (lock_ < 0) refuse(label);
  const std::string text =
      nlohmann::json{{"format", 1}, {"feed", feed}, {"opened_at", format_utc_exact(opened_at)}}.dump(
          2, ' ', false, nlohmann::json::error_handler_t::replace) +
      "\n";
  const bool written = ::flock(lock_, LOCK_EX | LOCK_NB) == 0 &&
                       ::write(lock_, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(lock_) == 0;
  if (!written) {
    const int why = errno;
    ::close(lock_);
    errno = why;
    refuse(label);
  }
  sync_folder(path_);
  sync_folder(parent);
}

OpeningFolder::~OpeningFolder() {
  if (lock_ >= 0) ::close(lock_);
}

bool is_being_written(const fs::path& recording) {
  const int file = ::open((recording / kLabel).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool taken = ::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(file);
  return taken;
}

void sync_folder(const fs::path& folder) {
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  ::fsync(opened);
  ::close(opened);
}

}  // namespace nightjar
