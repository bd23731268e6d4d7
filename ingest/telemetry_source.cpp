#include "ingest/telemetry_source.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "ingest/feed_address.hpp"
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
                                 const FrameSourceOptions& options, std::shared_ptr<const FlightClock> clock)
    : frames_(std::move(frames)),
      telemetry_(std::move(telemetry)),
      options_(options),
      clock_(std::move(clock)),
      watch_(kStaleAfter) {}

TelemetrySource::TelemetrySource(std::unique_ptr<FrameSource> frames, std::shared_ptr<LiveFlight> flight,
                                 const FrameSourceOptions& options)
    : frames_(std::move(frames)),
      telemetry_(public_address(options.uri), flight),
      options_(options),
      flight_(std::move(flight)),
      live_clock_(LiveClockOptions{.trusted_within = options.clock_trusted_within, .whose = "telemetry"}),
      watch_(kStaleAfter) {}

std::optional<CaptureTime> TelemetrySource::own_time(const Frame& frame) const {
  if (!clock_) return std::nullopt;
  const auto time = frame.stream_pts ? clock_->at(*frame.stream_pts) : std::nullopt;
  if (time) return time;
  throw FeedError(
      FeedError::Cause::corrupt,
      fmt::format("{}: its pictures cannot be found again in the stream that carries them, so the "
                  "times of its KLV are not tied to them: give telemetry, and started_at",
                  options_.path.string()));
}

void TelemetrySource::take_live(Frame& frame) {
  const auto stamp = frame.stream_pts ? flight_->stamp_of(*frame.stream_pts) : std::nullopt;
  const LiveClock::Stamp stamped =
      live_clock_.stamp(frame.captured_at, stamp ? flight_->time_of_day(*stamp) : std::nullopt);
  frame.captured_at = stamped.captured_at;
  frame.clock = stamped.clock;
  if (frame.clock.source == ClockSource::ntp) frame.clock.source = ClockSource::klv;
  if (const auto news = live_clock_.take_news())
    spdlog::info("feed {}: the telemetry in its stream: {}", frame.feed, *news);
  if (!stamp) return;
  frame.telemetry = telemetry_.at(*stamp + options_.telemetry_delay);
  if (frame.telemetry) frame.telemetry->measured_at = frame.captured_at;
}

std::optional<Frame> TelemetrySource::next(std::stop_token stop) {
  std::optional<Frame> frame = frames_->next(std::move(stop));
  if (!frame) return frame;
  if (flight_) {
    take_live(*frame);
    look_after(*frame);
    return frame;
  }
  const auto own = own_time(*frame);
  if (own && !options_.started_at) {
    frame->captured_at = *own;
    frame->clock = {ClockSource::klv, std::nullopt, false};
  }
  if (telemetry_.counts_from_start())
    telemetry_.recording_began(options_.started_at.value_or(beginning_of(*frame)));
  frame->telemetry = telemetry_.at(own.value_or(frame->captured_at) + options_.telemetry_delay);
  if (frame->telemetry) frame->telemetry->measured_at = frame->captured_at;
  look_after(*frame);
  return frame;
}

void TelemetrySource::look_after(const Frame& frame) {
  if (const auto complaint = telemetry_.take_complaint()) {
    if (options_.found_out)
      options_.found_out(*complaint);
    else
      complain(*complaint);
  }
  if (!telemetry_.expected()) return;
  switch (watch_.take(frame.captured_at, frame.telemetry.has_value())) {
    case TelemetryWatch::News::none:
      break;
    case TelemetryWatch::News::comes:
      if (!outage_.empty()) spdlog::info("feed {}: telemetry comes again", frame.feed);
      outage_.clear();
      break;
    case TelemetryWatch::News::lost:
      outage_ =
          fmt::format("{}: no telemetry for the frames since {}{}; positions are not known",
                      telemetry_.place(), format_utc(watch_.without_since().value_or(frame.captured_at)),
                      telemetry_.why_none_at(frame.captured_at + options_.telemetry_delay));
      if (telemetry_.is_live())
        spdlog::warn("feed {}: {}", frame.feed, outage_);
      else
        complain(outage_);
      break;
  }
}

std::optional<TelemetryCounts> TelemetrySource::telemetry() const {
  if (!telemetry_.is_live() || !telemetry_.expected()) return std::nullopt;
  TelemetryCounts counts = telemetry_.counts();
  counts.fits = watch_.comes();
  counts.outage = outage_;
  return counts;
}

void TelemetrySource::complain(const std::string& line) const {
  if (options_.complained) {
    options_.complained(line);
  } else {
    spdlog::warn("{}", line);
  }
}

}  // namespace nightjar
