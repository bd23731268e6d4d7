#pragma once

#include <Eigen/Core>
#include <optional>

#include "processing/ground/terrain.hpp"

namespace nightjar {

/// Where a line of sight first meets the ground.
struct TerrainMeeting {
  double range_m = 0;
  Eigen::Vector3d normal_ned;  ///< of the ground there, upwards, in north-east-down axes at the point
};

/// The first meeting of the ray from `sensor` (earth-centred) along the unit vector `along` with the ground
/// between the middles of the cells, which is bilinear. The ray is straight and the earth round; it is
/// followed in pieces in which height and place run straight to 2 mm.
///
/// nullopt: nothing is met within `max_range_m`; the sensor is under the ground; or the ray comes over ground
/// that the model does not hold (a hole, beyond its edge), lower than where ground there could still be in
/// its way: the model's own relief above its highest point, at least 10 m.
[[nodiscard]] std::optional<TerrainMeeting> first_meeting(const Terrain& terrain,
                                                          const Eigen::Vector3d& sensor,
                                                          const Eigen::Vector3d& along, double max_range_m);

}  // namespace nightjar
