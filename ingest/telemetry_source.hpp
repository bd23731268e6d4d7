#pragma once

#include <functional>
#include <memory>
#include <string>

#include "ingest/frame_source.hpp"
#include "ingest/frame_source_options.hpp"
#include "ingest/telemetry/telemetry_feed.hpp"

namespace nightjar {

/// Gives each frame of another source the telemetry of its capture time.
class TelemetrySource : public FrameSource {
 public:
  /// options.complained hears, once an outage, that frames go without telemetry for longer than five seconds.
  /// Of `options` it takes what concerns telemetry: when a recording began, and the telemetry's delay.
  TelemetrySource(std::unique_ptr<FrameSource> frames, TelemetryFeed telemetry,
                  const FrameSourceOptions& options);

  std::optional<Frame> next(std::stop_token stop) override;
  [[nodiscard]] FrameCounts counts() const override { return frames_->counts(); }
  [[nodiscard]] std::optional<double> progress() const override { return frames_->progress(); }

 private:
  void look_after(const Frame& frame);
  void complain(const std::string& line) const;

  std::unique_ptr<FrameSource> frames_;
  TelemetryFeed telemetry_;
  std::function<void(const std::string&)> complained_;
  std::optional<CaptureTime> started_at_;
  std::chrono::milliseconds delay_;
  std::optional<CaptureTime> without_since_;
  bool complained_of_outage_ = false;
};

}  // namespace nightjar
