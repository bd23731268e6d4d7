#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"
#include "ingest/telemetry/misb_klv.hpp"

namespace nightjar {

/// One record of a telemetry file, whatever its kind. What it does not say is absent.
struct LocatableRecord {
  std::optional<CaptureTime> measured_at;
  std::optional<std::chrono::microseconds> cue;  ///< from the recording's start, where it has no date
  Telemetry telemetry;
  std::optional<MisbPoint> reported_centre;  ///< where the platform itself says that it looks
  std::optional<double> slant_range_m;       ///< along the line of sight
  std::optional<double> centre_height_m;  ///< of the ground there, above the ellipsoid; agrees with the above
  std::vector<std::string> notes;
};

}  // namespace nightjar
