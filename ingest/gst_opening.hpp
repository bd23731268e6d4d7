#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "ingest/capture_clock.hpp"
#include "ingest/frame_source_options.hpp"
#include "ingest/gst_pipeline.hpp"
#include "ingest/newest_frames.hpp"
#include "ingest/recording/recorder.hpp"

using GError = struct _GError;
using GstBuffer = struct _GstBuffer;
using GstMessage = struct _GstMessage;
using GstSample = struct _GstSample;

namespace nightjar {

/// One life of a pipeline: what its threads write and the feed's thread reads.
struct GstOpening {
  FrameSourceOptions options;
  std::shared_ptr<Recorder> recorder;  // null: nothing is recorded
  std::shared_ptr<StreamFindings> findings = std::make_shared<StreamFindings>();
  NewestFrames frames;
  std::shared_ptr<GstElement> pipeline;
  std::chrono::steady_clock::time_point opened_at = std::chrono::steady_clock::now();
  std::atomic<bool> had_frames = false;
  std::atomic<bool> over = false;
  std::atomic<std::int64_t> newest_us = 0;  // time in the recording

  // The streaming thread's alone.
  LiveClock live_clock;
  std::optional<std::chrono::microseconds> begins_at;  // a recording's first picture, in its own time
  std::atomic<std::int64_t> recorded_at_us = kNoDate;  // the container's date

  std::mutex lock;
  std::optional<std::string> news;  // of the clock, for the feed's thread
  bool clock_lies = false;
  std::exception_ptr fault;  // of a file, kept back while pictures read before it are still on their way
  std::chrono::steady_clock::time_point fault_at;

  static constexpr std::int64_t kNoDate = std::numeric_limits<std::int64_t>::min();

  GstOpening(FrameSourceOptions from, std::shared_ptr<Recorder> to);

  /// A decoded sample, which it takes over. false: nobody wants any more.
  bool take_in(GstSample* sample);
  void take_broken(GstBuffer* buffer);
  void note(const Frame& frame, FrameOutcome outcome);
  bool stamp(Frame& frame, GstSample* sample);
  void stamp_live(Frame& frame, GstSample* sample);
  bool stamp_recorded(Frame& frame, GstSample* sample);
  void take_message(GstMessage* message);
  void take_error(const GError& error);
  void end();
  void tell_stalled_fault(std::chrono::steady_clock::time_point asked_at);
  void tell_news();
  [[nodiscard]] std::chrono::steady_clock::time_point silent_at(
      std::chrono::steady_clock::time_point asked_at) const;
  [[nodiscard]] std::optional<std::chrono::nanoseconds> length() const;
  void complain_of_early_end() const;
};

}  // namespace nightjar
