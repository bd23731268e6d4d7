#pragma once

#include <functional>
#include <vector>

#include "ingest/frame_source.hpp"

namespace nightjar {

/// A source that follows a script: so many frames, then what the script's end does.
class ScriptedSource : public FrameSource {
 public:
  ScriptedSource(int frames, std::function<void()> at_end) : frames_(frames), at_end_(std::move(at_end)) {}

  std::optional<Frame> next(std::stop_token stop) override {
    if (stop.stop_requested()) return std::nullopt;
    if (sequence_ == frames_) {
      at_end_();
      while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return std::nullopt;
    }
    Frame frame;
    frame.feed = "scripted";
    frame.sequence = static_cast<std::uint64_t>(sequence_++);
    frame.luma = cv::Mat::zeros(4, 6, CV_8UC1);
    return frame;
  }

  [[nodiscard]] FrameCounts counts() const override {
    const auto taken = static_cast<std::uint64_t>(sequence_);
    return {.decoded = taken + 3, .delivered = taken, .dropped = 2, .broken = 1};
  }

 private:
  int frames_;
  int sequence_ = 0;
  std::function<void()> at_end_;
};

}  // namespace nightjar
