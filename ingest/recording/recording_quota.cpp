#include "ingest/recording/recording_quota.hpp"

#include <spdlog/spdlog.h>

#include <deque>
#include <system_error>

#include "ingest/recording/recording_folder.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

std::uint64_t size_of(const fs::path& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  return error ? 0 : size;
}

/// A segment with its side files.
struct KeptSegment {
  fs::path recording;
  int number = 0;
  bool last = false;
  bool in_use = false;
  std::uint64_t bytes = 0;
};

std::deque<KeptSegment> oldest_first(const fs::path& feed_folder) {
  std::deque<KeptSegment> segments;
  for (const fs::path& recording : recordings_in(feed_folder)) {
    const bool written = is_being_written(recording);
    const auto numbers = segments_in(recording);
    for (const int number : numbers) {
      const bool last = number == numbers.back();
      const std::uint64_t bytes = size_of(segment_file(recording, number)) +
                                  size_of(frames_file(recording, number)) +
                                  size_of(telemetry_file(recording, number));
      segments.push_back({recording, number, last, last && written, bytes});
    }
  }
  return segments;
}

/// The video goes last: what is left of an interrupted deletion is found again.
bool remove(const KeptSegment& segment) {
  std::error_code error;
  fs::remove(telemetry_file(segment.recording, segment.number), error);
  fs::remove(frames_file(segment.recording, segment.number), error);
  fs::remove(segment_file(segment.recording, segment.number), error);
  if (error) return false;
  if (segment.last && !is_being_written(segment.recording)) {
    fs::remove(segment.recording / "recording.json", error);
    fs::remove(segment.recording, error);  // only if it is empty
  }
  return true;
}

}  // namespace

void RecordingQuota::add(std::uint64_t bytes) {
  if (looked_ && bytes < room_bytes_) {
    room_bytes_ -= bytes;
    return;
  }
  make_room();
}

void RecordingQuota::make_room() {
  constexpr std::uint64_t kPart = 20;  // a twentieth is freed at once, so that the disk is looked at seldom
  std::deque<KeptSegment> segments = oldest_first(folder_);
  std::uint64_t total = 0;
  for (const KeptSegment& segment : segments) total += segment.bytes;
  const std::uint64_t wanted = total > quota_bytes_ ? quota_bytes_ - quota_bytes_ / kPart : quota_bytes_;
  for (const KeptSegment& segment : segments) {
    if (total <= wanted) break;
    if (segment.in_use || !remove(segment)) continue;
    total -= segment.bytes;
  }
  looked_ = true;
  room_bytes_ = total < quota_bytes_ ? quota_bytes_ - total : quota_bytes_ / kPart;
}

}  // namespace nightjar
