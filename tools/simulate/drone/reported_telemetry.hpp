#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ingest/telemetry.hpp"
#include "tools/simulate/drone/drone_flight.hpp"

namespace nightjar {

enum class TelemetryErrors { none, normal, bias };

struct TelemetryGap {
  double from_s = 0;
  double to_s = 0;
};

/// How what the drone reports differs from what it did.
struct TelemetryOptions {
  TelemetryErrors errors = TelemetryErrors::none;
  double position_m = 0;       ///< north, east and up each: deviation of normal errors, or size of the bias
  double attitude_deg = 0;     ///< heading, pitch and roll each
  double delay_s = 0;          ///< a record of time t holds what was true so long before
  std::optional<double> hz{};  ///< records a second; absent: one a frame
  std::vector<TelemetryGap> gaps{};  ///< times from which there are no records
};

/// One record as the drone hands it on. `measured_at` of the telemetry is left to the caller.
struct ReportedRecord {
  double stated_s = 0;  ///< its time, from the flight's beginning
  Telemetry telemetry;
};

/// The records of a flight in order of time. Normal errors are independent from record to record and axis to
/// axis; a bias has one size on every axis, its signs drawn by the seed.
[[nodiscard]] std::vector<ReportedRecord> reported_telemetry(const DroneFlight& flight, double seconds,
                                                             double fps, std::uint64_t seed,
                                                             const TelemetryOptions& options);

}  // namespace nightjar
