#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/frame.hpp"
#include "ingest/recording/recorded_frame.hpp"
#include "ingest/recording_options.hpp"

using GstBuffer = struct _GstBuffer;
using GstCaps = struct _GstCaps;

namespace nightjar {

/// Records one opening of a feed on a thread of its own. What is told it is taken at once, whatever the disk
/// does; any thread.
class Recorder {
 public:
  Recorder(const RecordingOptions& options, const std::string& feed);
  ~Recorder();  ///< as finish()
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  void take_encoded(GstBuffer* buffer, GstCaps* caps);
  void take_gap(std::chrono::nanoseconds at, std::chrono::nanoseconds length);
  void take_frame(const RecordedFrame& frame);
  void take_telemetry(std::string_view line);  ///< as it came

  /// Writes out all that was told and closes the recording. A disk that hangs is given eight seconds, then
  /// the recording is left as after a power cut.
  void finish();

  /// One line about a recording that has stopped or is thinned out, each time once.
  [[nodiscard]] std::optional<std::string> take_complaint();

 private:
  struct Work;  // shared with the thread, which may be left behind
  std::shared_ptr<Work> work_;
};

}  // namespace nightjar
