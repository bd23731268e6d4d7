#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "ingest/capture_clock.hpp"
#include "ingest/frame_source.hpp"
#include "ingest/frame_source_options.hpp"
#include "ingest/telemetry/flight_clock.hpp"
#include "ingest/telemetry/telemetry_feed.hpp"
#include "ingest/telemetry/telemetry_watch.hpp"

namespace nightjar {

/// Gives each frame of another source the telemetry of its capture time.
class TelemetrySource : public FrameSource {
 public:
  static constexpr std::chrono::seconds kStaleAfter{5};

  /// options.complained hears, once an outage, that frames of a recording go without telemetry for longer
  /// than kStaleAfter; of live telemetry telemetry() tells it. Of `options` it takes what concerns telemetry:
  /// when a recording began, and the telemetry's delay. `clock`, if any, is that of a recording which brings
  /// its own: it tells the frames' capture times where options.started_at does not, and what their telemetry
  /// is.
  TelemetrySource(std::unique_ptr<FrameSource> frames, TelemetryFeed telemetry,
                  const FrameSourceOptions& options, std::shared_ptr<const FlightClock> clock = nullptr);

  /// The telemetry comes live inside of the pictures' own stream: it goes by their stamps, and their capture
  /// times by what it says the time of day is, where that is near this machine's.
  TelemetrySource(std::unique_ptr<FrameSource> frames, std::shared_ptr<LiveFlight> flight,
                  const FrameSourceOptions& options);

  /// Also throws FeedError where the recording's own clock cannot be tied to its pictures.
  std::optional<Frame> next(std::stop_token stop) override;
  [[nodiscard]] FrameCounts counts() const override { return frames_->counts(); }
  [[nodiscard]] std::optional<double> progress() const override { return frames_->progress(); }
  [[nodiscard]] std::optional<TelemetryCounts> telemetry() const override;

 private:
  [[nodiscard]] std::optional<CaptureTime> own_time(const Frame& frame) const;
  void take_live(Frame& frame);
  void look_after(const Frame& frame);
  void complain(const std::string& line) const;

  std::unique_ptr<FrameSource> frames_;
  TelemetryFeed telemetry_;
  FrameSourceOptions options_;
  std::shared_ptr<const FlightClock> clock_;  // null: the frames' capture times count
  std::shared_ptr<LiveFlight> flight_;        // null: not inside of a live stream
  LiveClock live_clock_;
  TelemetryWatch watch_;
  std::string outage_;  // empty: there is none
};

}  // namespace nightjar
