#include "ingest/recording/noted_source.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace nightjar {

NotedSource::NotedSource(std::unique_ptr<FrameSource> frames, std::shared_ptr<Recorder> recorder,
                         std::function<void(const std::string&)> complained)
    : frames_(std::move(frames)), recorder_(std::move(recorder)), complained_(std::move(complained)) {}

NotedSource::~NotedSource() {
  frames_.reset();  // tells what it still held
  recorder_->finish();
}

std::optional<Frame> NotedSource::next(std::stop_token stop) {
  std::optional<Frame> frame = frames_->next(std::move(stop));
  if (frame) recorder_->take_frame(recorded(*frame, FrameOutcome::delivered));
  if (const auto complaint = recorder_->take_complaint()) {
    if (complained_) {
      complained_(*complaint);
    } else {
      spdlog::warn("{}", *complaint);
    }
  }
  return frame;
}

}  // namespace nightjar
