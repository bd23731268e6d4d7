#include "tools/nightjar/feed_worker.hpp"

#include <spdlog/spdlog.h>

#include <condition_variable>

#include "tools/nightjar/back_off.hpp"

namespace nightjar {
namespace {

std::string name_of(FeedError::Cause cause) {
  switch (cause) {
    case FeedError::Cause::refused:
      return "refused";
    case FeedError::Cause::ended:
      return "ended";
    case FeedError::Cause::corrupt:
      return "corrupt";
    case FeedError::Cause::silent:
      return "silent";
  }
  return "failed";
}

void wait_for(std::chrono::milliseconds wait, const std::stop_token& stop) {
  std::mutex lock;
  std::condition_variable_any stopped;
  std::unique_lock held(lock);
  stopped.wait_for(held, stop, wait, [] { return false; });
}

FeedTally sum_of(FeedTally sum, const FeedTally& part) {
  sum.openings += part.openings;
  sum.failures += part.failures;
  sum.frames.decoded += part.frames.decoded;
  sum.frames.delivered += part.frames.delivered;
  sum.frames.dropped += part.frames.dropped;
  sum.frames.broken += part.frames.broken;
  sum.processed += part.processed;
  sum.broke += part.broke;
  sum.running = part.running;
  sum.telemetry = part.telemetry;
  sum.pipeline += part.pipeline;
  return sum;
}

}  // namespace

/// One life of a feed, from opening to failure.
struct FeedWorker::Opening {
  std::unique_ptr<FrameSource> source;
  std::unique_ptr<Pipeline> pipeline;
  std::uint64_t processed = 0;
  std::uint64_t broke = 0;
};

FeedWorker::FeedWorker(std::string name, FeedParts parts, FeedReports reports, FeedWorkerOptions options)
    : name_(std::move(name)),
      parts_(std::move(parts)),
      reports_(std::move(reports)),
      options_(options),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

FeedWorker::~FeedWorker() = default;

FeedTally FeedWorker::tally() const {
  const std::scoped_lock held(tally_lock_);
  return sum_of(closed_, open_);
}

void FeedWorker::run(const std::stop_token& stop) {
  BackOff back_off(options_.first_wait, options_.longest_wait);
  while (!stop.stop_requested()) {
    const auto opened_at = std::chrono::steady_clock::now();
    const std::optional<FeedFailure> failure = run_opening(stop);
    if (!failure) return;
    failing_ = true;
    reports_.failed(*failure);
    const auto ran = std::chrono::duration_cast<BackOff::Wait>(std::chrono::steady_clock::now() - opened_at);
    const BackOff::Wait wait = back_off.after_running_for(ran);
    const bool rests = reports_.rests && reports_.rests();
    spdlog::log(rests ? spdlog::level::debug : spdlog::level::warn,
                "feed {}: {}: {}; opening it again in {} ms", name_, failure->cause, failure->detail,
                wait.count());
    wait_for(wait, stop);
  }
}

std::optional<FeedFailure> FeedWorker::run_opening(const std::stop_token& stop) {
  Opening opening;
  std::optional<FeedFailure> failure;
  try {
    opening.pipeline = parts_.build_pipeline();
    opening.source = parts_.open_source();
    take_frames(opening, stop);
  } catch (const FeedError& error) {
    failure = FeedFailure{name_of(error.cause()), error.what()};
  } catch (const std::exception& error) {
    failure = FeedFailure{"failed", error.what()};
    opening.broke = opening.source ? 1 : 0;
  }
  close_passes(opening);
  update_tally(opening, false);
  const std::scoped_lock held(tally_lock_);
  open_.openings = 1;
  open_.failures = failure ? 1 : 0;
  closed_ = sum_of(closed_, open_);
  open_ = {};
  return failure;
}

void FeedWorker::take_frames(Opening& opening, const std::stop_token& stop) {
  while (const std::optional<Frame> frame = opening.source->next(stop)) {
    if (failing_) {
      failing_ = false;
      spdlog::info("feed {}: frames come again", name_);
      reports_.recovered();
    } else if (opening.processed == 0) {
      spdlog::info("feed {}: first frame, {} x {}, {} bits", name_, frame->luma.cols, frame->luma.rows,
                   8 * frame->luma.elemSize1());
    }
    reports_.yielded(opening.pipeline->process(*frame));
    ++opening.processed;
    update_tally(opening, true);
    const auto telemetry = opening.source->telemetry();
    if (telemetry && reports_.telemetry) reports_.telemetry(*telemetry);
  }
}

void FeedWorker::close_passes(Opening& opening) {
  if (!opening.pipeline || opening.broke > 0) return;  // what a broken stage holds is not to be trusted
  try {
    reports_.yielded(opening.pipeline->finish());
  } catch (const std::exception& error) {
    spdlog::error("feed {}: closing its passes failed: {}", name_, error.what());
  }
}

void FeedWorker::update_tally(const Opening& opening, bool running) {
  FeedTally now;
  now.openings = 1;
  now.running = running;
  now.processed = opening.processed;
  now.broke = opening.broke;
  if (opening.source) {
    now.frames = opening.source->counts();
    now.telemetry = opening.source->telemetry();
  }
  if (opening.pipeline) now.pipeline = opening.pipeline->tally();
  const std::scoped_lock held(tally_lock_);
  open_ = std::move(now);
}

}  // namespace nightjar
