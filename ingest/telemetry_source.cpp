#include "ingest/telemetry_source.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

/// When the recording of its first frame began. Where the first ones were dropped, its place in the stream
/// tells.
CaptureTime beginning_of(const Frame& first) {
  if (first.sequence == 0 || !first.stream_pts) return first.captured_at;
  return first.captured_at - std::chrono::duration_cast<std::chrono::microseconds>(*first.stream_pts);
}

}  // namespace

TelemetrySource::TelemetrySource(std::unique_ptr<FrameSource> frames, TelemetryFeed telemetry,
                                 const FrameSourceOptions& options)
    : frames_(std::move(frames)),
      telemetry_(std::move(telemetry)),
      complained_(options.complained),
      started_at_(options.started_at),
      delay_(options.telemetry_delay) {}

std::optional<Frame> TelemetrySource::next(std::stop_token stop) {
  std::optional<Frame> frame = frames_->next(std::move(stop));
  if (!frame) return frame;
  if (telemetry_.counts_from_start()) telemetry_.recording_began(started_at_.value_or(beginning_of(*frame)));
  frame->telemetry = telemetry_.at(frame->captured_at + delay_);
  if (frame->telemetry) frame->telemetry->measured_at = frame->captured_at;
  look_after(*frame);
  return frame;
}

void TelemetrySource::look_after(const Frame& frame) {
  constexpr std::chrono::seconds kPatience{5};
  if (const auto complaint = telemetry_.take_complaint()) complain(*complaint);
  if (frame.telemetry) {
    if (complained_of_outage_) spdlog::info("feed {}: telemetry comes again", frame.feed);
    without_since_.reset();
    complained_of_outage_ = false;
    return;
  }
  if (!without_since_) without_since_ = frame.captured_at;
  if (complained_of_outage_ || frame.captured_at - *without_since_ < kPatience) return;
  complained_of_outage_ = true;
  complain(fmt::format("{}: no telemetry for the frames since {}; positions are not known",
                       telemetry_.place(), format_utc(*without_since_)));
}

void TelemetrySource::complain(const std::string& line) const {
  if (complained_) {
    complained_(line);
  } else {
    spdlog::warn("{}", line);
  }
}

}  // namespace nightjar
