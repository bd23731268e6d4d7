#pragma once

#include <vector>

#include "tools/simulate/drone/hills.hpp"
#include "tools/simulate/drone/reported_telemetry.hpp"
#include "tools/simulate/video_transport.hpp"

namespace nightjar {

/// Each record as a MISB ST 0601 packet: frame centre, corners and slant range are what the record's own
/// pose, right or wrong, gives on the hills. Throws std::runtime_error without PROJ's geoid.
[[nodiscard]] std::vector<TimedPacket> misb_packets(const std::vector<ReportedRecord>& records,
                                                    const Hills& hills);

}  // namespace nightjar
