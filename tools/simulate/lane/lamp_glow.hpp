#pragma once

#include <opencv2/core/mat.hpp>

#include "tools/simulate/lane/lane_light.hpp"

namespace nightjar {

/// Adds the halo of a lit lamp at `centre` (pixels of `picture`, CV_8UC3). `px_per_m` is the scale there.
void add_glow(cv::Mat& picture, cv::Point2d centre, double px_per_m, const cv::Vec3f& colour,
              const Lighting& lighting);

}  // namespace nightjar
