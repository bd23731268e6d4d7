#pragma once

#include <string>
#include <vector>

#include "tools/simulate/drone/reported_telemetry.hpp"

namespace nightjar {

/// Telemetry as a DJI side file in the Phantom 4 RTK's dialect: a line a second with position (six decimals),
/// height over the place of take-off, and attitude of aircraft (F.PRY) and gimbal (G.PRY, absolute) in tenths
/// of a degree. It holds no date, no field of view, and no height's datum: HOME's is written above the
/// ellipsoid.
[[nodiscard]] std::string dji_subtitles(const std::vector<ReportedRecord>& records);

}  // namespace nightjar
