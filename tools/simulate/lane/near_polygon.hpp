#pragma once

#include <opencv2/core/types.hpp>
#include <vector>

#include "tools/simulate/lane/road_camera.hpp"

namespace nightjar {

inline constexpr double kNearest_m = 1;  ///< what is nearer along the optical axis is not drawn

/// The part of a polygon (road axes) that is in front of the camera.
[[nodiscard]] std::vector<cv::Point3d> in_front(const std::vector<cv::Point3d>& polygon,
                                                const RoadCamera& camera);

}  // namespace nightjar
