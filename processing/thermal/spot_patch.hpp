#pragma once

#include <array>
#include <opencv2/core/mat.hpp>

#include "processing/thermal/heat_track.hpp"

namespace nightjar {

/// How large the ground is in a picture where a spot lies.
struct GroundScale {
  double metres_per_px = 0;   ///< across the line of sight
  double foreshortening = 1;  ///< sine of the angle at which the ground is seen: 1 from straight above
};

/// What a picture shows around a spot, as BodyReader takes it: levels above the spot's background, in parts
/// of its noise and of its own height, so that neither gain nor level of the sensor tell.
struct SpotPatch {
  static constexpr int kSide = 24;
  static constexpr double kNear_m = 4.8, kFar_m = 19.2;  ///< sides of the squares that are shown
  enum Layer { near_by_noise, near_by_height, far_by_noise, layers };

  cv::Mat pixels;                ///< 1 x layers x kSide x kSide, CV_32F
  std::array<float, 6> about{};  ///< logarithms of scale, contrast, length, width and area; foreshortening
  bool squeezed = false;         ///< of 8 bits, by a camera's automatic gain
};

/// `levels` is CV_8UC1 or CV_16UC1, white hot, and the spot is one of it. Beyond the border the picture goes
/// on as its last pixels.
[[nodiscard]] SpotPatch patch_of(const cv::Mat& levels, const HeatSpot& spot, const GroundScale& scale);

}  // namespace nightjar
