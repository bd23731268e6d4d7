#pragma once

#include <functional>
#include <memory>

#include "ingest/frame_source.hpp"

namespace nightjar {

/// Hands on the frames of another source with what was known beside them when they came.
class AnnotatedSource : public FrameSource {
 public:
  AnnotatedSource(std::unique_ptr<FrameSource> frames, std::function<void(Frame&)> annotate)
      : frames_(std::move(frames)), annotate_(std::move(annotate)) {}

  std::optional<Frame> next(std::stop_token stop) override {
    std::optional<Frame> frame = frames_->next(std::move(stop));
    if (frame) annotate_(*frame);
    return frame;
  }
  [[nodiscard]] FrameCounts counts() const override { return frames_->counts(); }
  [[nodiscard]] std::optional<double> progress() const override { return frames_->progress(); }
  [[nodiscard]] std::optional<TelemetryCounts> telemetry() const override { return frames_->telemetry(); }

 private:
  std::unique_ptr<FrameSource> frames_;
  std::function<void(Frame&)> annotate_;
};

}  // namespace nightjar
