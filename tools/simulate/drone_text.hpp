#pragma once

#include <string>
#include <vector>

#include "tools/simulate/drone/body_watch.hpp"
#include "tools/simulate/drone/reported_telemetry.hpp"

namespace nightjar {

/// A telemetry record as one JSON line, without the line's end. Every value must be present.
[[nodiscard]] std::string telemetry_line(const Telemetry& telemetry);

/// One line a record, in the footage's time.
[[nodiscard]] std::string telemetry_lines(const std::vector<ReportedRecord>& records);

/// One line for everybody who could be found and keeps still; for those who move one every half second in
/// which they showed. Pigeons have none.
[[nodiscard]] std::string heat_truth(const DroneScene& scene, const BodyWatch& watch);

}  // namespace nightjar
