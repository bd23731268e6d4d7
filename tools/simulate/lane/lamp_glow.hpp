#pragma once

#include <opencv2/core/mat.hpp>

#include "tools/simulate/lane/lane_light.hpp"

namespace nightjar {

/// A lit lamp as the camera sees it.
struct LampSpot {
  cv::Point2d centre_px;
  double px_per_m = 0;  ///< the scale there
  double distance_m = 0;
  cv::Vec3f colour;

  [[nodiscard]] bool headlamp() const { return colour[0] > 0.5F; }
};

/// Adds the lamp's core and its halo, which is made in the lens and in the air. `picture`: CV_8UC3.
void add_glow(cv::Mat& picture, const LampSpot& lamp, const Lighting& lighting);

/// Adds the streak that a wet road shows below a lamp, centred where its mirror image is.
void add_wet_streak(cv::Mat& picture, const LampSpot& mirrored, const Lighting& lighting);

}  // namespace nightjar
