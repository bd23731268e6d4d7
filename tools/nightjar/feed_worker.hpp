#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "ingest/frame_source.hpp"
#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

struct FeedWorkerOptions {
  std::chrono::milliseconds first_wait{1000};     ///< before the first reopening
  std::chrono::milliseconds longest_wait{30000};  ///< the wait doubles up to this
};

/// Why a feed stands still; `cause` is refused, ended, corrupt, silent or failed.
struct FeedFailure {
  std::string cause;
  std::string detail;
};

/// What a worker builds anew at each opening. Both may throw; that is a failure of the feed.
struct FeedParts {
  std::function<std::unique_ptr<FrameSource>()> open_source;
  std::function<std::unique_ptr<Pipeline>()> build_pipeline;
};

/// Where a worker reports; called on the worker's thread, must not block.
struct FeedReports {
  std::function<void(PipelineYield)> yielded;
  std::function<void(const FeedFailure&)> failed;  ///< at each failure
  std::function<void()> recovered;                 ///< at the first frame after a failure
  /// After each frame of a feed with live telemetry; may be empty.
  std::function<void(const TelemetryCounts&)> telemetry = {};
  /// Whether no pictures are expected now: a failure is then no news for the log. Null: they always are.
  std::function<bool()> rests = {};
};

/// Frames and outcomes of one feed over all its openings.
/// Of a closed opening: decoded = processed + broke + dropped + broken + left waiting.
struct FeedTally {
  std::uint64_t openings = 0;
  std::uint64_t failures = 0;
  FrameCounts frames;
  std::uint64_t processed = 0;
  std::uint64_t broke = 0;  ///< frames on which a stage threw
  PipelineTally pipeline;
  bool running = false;                      ///< frames come
  std::optional<TelemetryCounts> telemetry;  ///< of the present opening; nothing: no live one
};

/// Runs one feed on its own thread: opens it, takes its frames through the pipeline, and when either breaks,
/// reports it and starts from nothing, while all other feeds go on.
class FeedWorker {
 public:
  FeedWorker(std::string name, FeedParts parts, FeedReports reports, FeedWorkerOptions options = {});
  ~FeedWorker();  ///< stops, closes what is open, and joins
  FeedWorker(const FeedWorker&) = delete;
  FeedWorker& operator=(const FeedWorker&) = delete;

  void request_stop() { thread_.request_stop(); }
  void join() {
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// Any thread.
  [[nodiscard]] FeedTally tally() const;

 private:
  struct Opening;

  void run(const std::stop_token& stop);
  /// nothing: a stop was asked for.
  std::optional<FeedFailure> run_opening(const std::stop_token& stop);
  void take_frames(Opening& opening, const std::stop_token& stop);
  void close_passes(Opening& opening);
  void update_tally(const Opening& opening, bool running);

  std::string name_;
  FeedParts parts_;
  FeedReports reports_;
  FeedWorkerOptions options_;
  bool failing_ = false;

  mutable std::mutex tally_lock_;  // over closed_ and open_
  FeedTally closed_;               // openings that are over
  FeedTally open_;                 // the present one
  std::jthread thread_;
};

}  // namespace nightjar
