#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest/recording/recording_folder.hpp"
#include "ingest/recording/recording_queue.hpp"
#include "ingest/recording/recording_quota.hpp"
#include "ingest/recording/segment_writer.hpp"
#include "ingest/recording/side_file.hpp"
#include "ingest/recording_options.hpp"

namespace nightjar {

/// Keeps what one opening of a feed gives in a folder of its own, in segments that begin with key frames.
/// Where the disk is full or refuses it stops, says so once, and begins again when there is room. Used by
/// one thread.
class RecordingWriter {
 public:
  using Steady = std::chrono::steady_clock;

  RecordingWriter(RecordingOptions options, std::string feed, CaptureTime opened_at);
  ~RecordingWriter();
  RecordingWriter(const RecordingWriter&) = delete;
  RecordingWriter& operator=(const RecordingWriter&) = delete;

  void take(const RecordingItem& item, Steady::time_point now);

  /// To be called often: syncs when that is due, looks after quota and reserve.
  void look_after(Steady::time_point now);

  /// One line about a change since the last call: stopped, and why.
  [[nodiscard]] std::optional<std::string> take_complaint();

 private:
  struct SideFiles {
    std::unique_ptr<SideFile> frames;
    std::unique_ptr<SideFile> telemetry;  // null: none came
  };

  void keep(const EncodedPicture& picture);
  void keep(RecordedFrame frame);
  void keep_gap_before(const EncodedPicture& picture);
  void keep(const RawTelemetry& telemetry);
  void begin_segment(const EncodedPicture& first);
  void add_line(int segment, const std::string& line);
  [[nodiscard]] bool wants_new_segment(const EncodedPicture& picture) const;
  [[nodiscard]] std::optional<std::string> lack_of_room() const;
  SideFiles& side_files(int segment);
  void sync();
  void stop(const std::string& why, Steady::time_point now);

  const RecordingOptions options_;
  const std::string feed_;
  const CaptureTime opened_at_;

  std::unique_ptr<OpeningFolder> folder_;  // null: nothing kept yet
  std::unique_ptr<SegmentWriter> segment_;
  std::unique_ptr<RecordingQuota> quota_;
  EncodedPicture segment_first_;
  int number_ = -1;                          // of the present or last segment
  std::map<int, SideFiles> side_files_;      // of the present segment and the one before
  std::map<std::int64_t, int> segment_of_;   // by pts in ns: pictures whose fate is not known yet
  std::vector<RecordedFrame> early_frames_;  // before there was a folder
  std::optional<RecordedGap> gap_;           // until the picture after it
  std::optional<std::chrono::nanoseconds> last_pts_;
  std::uint64_t untold_bytes_ = 0;  // written since the quota was told

  bool stopped_ = false;
  Steady::time_point try_again_at_;
  Steady::time_point sync_at_;
  std::optional<std::string> complaint_;
};

}  // namespace nightjar
