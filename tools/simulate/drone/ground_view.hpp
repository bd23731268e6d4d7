#pragma once

#include <opencv2/core/mat.hpp>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/hills.hpp"

namespace nightjar {

/// Which point of the bare ground each pixel shows. Every matrix CV_32FC1, kThermalSize.
struct GroundView {
  cv::Mat east_m;
  cv::Mat north_m;
  cv::Mat depth_m;  ///< along the optical axis
};

/// Every eighth pixel is met with the ground exactly, what lies between is interpolated.
[[nodiscard]] GroundView ground_seen_from(const DronePose& pose, const Hills& hills);

}  // namespace nightjar
