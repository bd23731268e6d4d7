#pragma once

#include <chrono>
#include <memory>

#include "ingest/frame_source.hpp"
#include "ingest/frame_source_options.hpp"

namespace nightjar {

/// The recording of one opening of a live feed: gives the stages the very frames that they got then, with
/// the same sequence numbers, capture times, clocks and telemetry, decoded in software; what was dropped or
/// broken is counted as it was and left out. One that was cut off plays up to where it is whole, and one line
/// says what is missing. Paced in time it never drops more than was dropped live.
class RecordingSource : public FrameSource {
 public:
  /// `options.path` is the folder. Throws FeedError where it is no recording or lacks a side file.
  explicit RecordingSource(FrameSourceOptions options);
  ~RecordingSource() override;
  RecordingSource(const RecordingSource&) = delete;
  RecordingSource& operator=(const RecordingSource&) = delete;

  std::optional<Frame> next(std::stop_token stop) override;
  [[nodiscard]] FrameCounts counts() const override;
  [[nodiscard]] std::optional<double> progress() const override;

 private:
  [[noreturn]] void end();
  bool wait_for(CaptureTime captured_at, const std::stop_token& stop);

  struct Playing;  // shared with the thread that reads segments
  std::unique_ptr<Playing> playing_;
};

}  // namespace nightjar
