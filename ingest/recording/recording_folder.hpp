#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

// A feed's recordings: FOLDER/FEED/2026-11-21T20-00-00.123Z/, one folder an opening of the feed, with
//   recording.json               whose it is and when it began
//   segment-00000.mkv            the encoded stream
//   segment-00000.frames.jsonl   what became of each decoded picture of the segment
//   segment-00000.telemetry.jsonl  live telemetry as it came

/// The openings in a feed's folder, oldest first; the folder itself where it is one. Empty: none. Each is to
/// be played by a source and a pipeline of its own, as it was live.
[[nodiscard]] std::vector<std::filesystem::path> recordings_in(const std::filesystem::path& folder);

/// Whether the folder is the recording of one opening.
[[nodiscard]] bool is_recording(const std::filesystem::path& folder);

[[nodiscard]] std::filesystem::path segment_file(const std::filesystem::path& recording, int segment);
[[nodiscard]] std::filesystem::path frames_file(const std::filesystem::path& recording, int segment);
[[nodiscard]] std::filesystem::path telemetry_file(const std::filesystem::path& recording, int segment);

/// The numbers of its segments, ascending.
[[nodiscard]] std::vector<int> segments_in(const std::filesystem::path& recording);

/// The folder of a feed, under the folder of all recordings.
[[nodiscard]] std::filesystem::path feed_folder(const std::filesystem::path& recordings,
                                                const std::string& feed);

/// A new opening's folder, with a lock on it that tells other programs that it is being written.
class OpeningFolder {
 public:
  /// Makes a folder that was not there before. Throws std::runtime_error.
  OpeningFolder(const std::filesystem::path& recordings, const std::string& feed, CaptureTime opened_at);
  ~OpeningFolder();
  OpeningFolder(const OpeningFolder&) = delete;
  OpeningFolder& operator=(const OpeningFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

/// Some program is writing this recording.
[[nodiscard]] bool is_being_written(const std::filesystem::path& recording);

/// Has the disk keep what a folder lists.
void sync_folder(const std::filesystem::path& folder);

}  // namespace nightjar
