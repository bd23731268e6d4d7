#pragma once

#include <opencv2/core/mat.hpp>

namespace nightjar {

/// The kernel that smears a picture along `way_px`, as a body does that moves so far while the shutter is
/// open. CV_32FC1, sums to 1; empty where the way is too short to be seen.
[[nodiscard]] cv::Mat motion_kernel(cv::Point2d way_px);

}  // namespace nightjar
