#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

namespace nightjar {

/// What falls on a vehicle's front, in mm around the plate's centre. In the light of an infra-red lamp only
/// what returns it is seen.
struct JudgedLight {
  bool infra_red = false;
  double sky = 0.05;  ///< daylight left beside an infra-red lamp
  double fall = 0;    ///< how much darker across a metre, towards `fall_deg`
  double fall_deg = 90;
  double shadow = 0;  ///< depth of a straight shadow's edge
  cv::Point2d shadow_at_mm;
  double shadow_deg = 0;
  double shadow_soft_mm = 5;
  double leaves = 0;  ///< depth of a tree's dappled shadow
  std::uint64_t leaf_seed = 0;
  double glare = 0;  ///< radiance of a mirrored lamp or of the sky at its brightest
  cv::Point2d glare_at_mm;
  double glare_mm = 40;
  double haze = 0;  ///< added everywhere: lens veil, fog
};

/// The light that leaves a surface of Reflectance: CV_32FC3 blue, green, red, or CV_32FC1 under an infra-red
/// lamp. `centre_mm` is the plate's centre from the surface's top left.
[[nodiscard]] cv::Mat radiance(const cv::Mat& surface, double px_per_mm, cv::Point2d centre_mm,
                               const JudgedLight& light);

}  // namespace nightjar
