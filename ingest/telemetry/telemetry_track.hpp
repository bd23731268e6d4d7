#pragma once

#include <chrono>
#include <deque>
#include <optional>

#include "ingest/telemetry.hpp"

namespace nightjar {

struct TelemetryTrackOptions {
  std::chrono::milliseconds longest_gap{2000};    ///< between records; what lies in a longer one is not known
  std::optional<std::chrono::milliseconds> keep;  ///< how far back from the newest record; nothing: all of it
};

/// Where a sensor was and looked over time, from records at times of their own.
class TelemetryTrack {
 public:
  explicit TelemetryTrack(TelemetryTrackOptions options = {}) : options_(options) {}

  /// In any order of time. A record at the time of another takes its place. Where only so much is kept and a
  /// record is older than that, the sender's clock went back: the track begins anew.
  void add(const Telemetry& record);

  /// Position and angles of view straight between the two records around `time`; the attitudes of platform
  /// and gimbal each turned the shortest way, as rotations. What one of the two does not say is absent.
  /// nothing: before the first or after the last record (never extrapolated), or in too long a gap.
  [[nodiscard]] std::optional<Telemetry> at(CaptureTime time) const;

  [[nodiscard]] bool empty() const { return records_.empty(); }
  [[nodiscard]] std::size_t size() const { return records_.size(); }
  [[nodiscard]] std::optional<CaptureTime> newest() const;

 private:
  TelemetryTrackOptions options_;
  std::deque<Telemetry> records_;  // by measured_at, ascending
};

/// The state at `share` (0 to 1) of the way from one record to the next.
[[nodiscard]] Telemetry between(const Telemetry& from, const Telemetry& to, double share);

}  // namespace nightjar
