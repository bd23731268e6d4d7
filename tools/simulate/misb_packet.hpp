#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// A point of the ground, its height above mean sea level.
struct SeenPoint {
  double latitude_deg = 0;
  double longitude_deg = 0;
  double msl_m = 0;
};

/// Where the picture lies on the ground, as the platform itself works it out.
struct SeenGround {
  double slant_range_m = 0;
  SeenPoint centre;
  std::array<SeenPoint, 4> corners{};  ///< clockwise from the top left
};

/// One MISB ST 0601 packet: universal label, BER length, tags 2, 3, 5-7, 10, 13-21, 23-33, 65, 75 and the
/// checksum. `geoid_m`: mean sea level above the ellipsoid at the sensor, for tag 15. What is absent is left
/// out; what a tag's range does not hold is written as its "out of range". Throws std::invalid_argument on a
/// record without a position.
[[nodiscard]] std::vector<std::uint8_t> misb_packet(const Telemetry& telemetry, double geoid_m,
                                                    const std::optional<SeenGround>& ground);

}  // namespace nightjar
