#include "ingest/telemetry/telemetry_watch.hpp"

namespace nightjar {

TelemetryWatch::News TelemetryWatch::take(CaptureTime captured_at, bool has_telemetry) {
  if (has_telemetry) {
    without_since_.reset();
    if (state_ == State::comes) return News::none;
    state_ = State::comes;
    return News::comes;
  }
  const bool clock_went_back = without_since_ && captured_at < *without_since_;
  if (!without_since_ || clock_went_back) without_since_ = captured_at;
  if (state_ == State::lost || captured_at - *without_since_ < stale_after_) return News::none;
  state_ = State::lost;
  return News::lost;
}

}  // namespace nightjar
