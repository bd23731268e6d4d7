#pragma once

#include <chrono>
#include <optional>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Notices when pictures go without telemetry for too long, and when it comes again.
class TelemetryWatch {
 public:
  enum class News { none, lost, comes };

  explicit TelemetryWatch(std::chrono::milliseconds stale_after) : stale_after_(stale_after) {}

  /// Each picture. `comes` at the first that has some, and after an outage; `lost` once an outage.
  News take(CaptureTime captured_at, bool has_telemetry);

  /// The newest picture had some.
  [[nodiscard]] bool comes() const { return state_ == State::comes && !without_since_; }

  /// The first picture of the outage, or of what may become one.
  [[nodiscard]] std::optional<CaptureTime> without_since() const { return without_since_; }

 private:
  enum class State { unknown, comes, lost };

  std::chrono::milliseconds stale_after_;
  State state_ = State::unknown;
  std::optional<CaptureTime> without_since_;
};

}  // namespace nightjar
