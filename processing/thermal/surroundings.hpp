#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "processing/thermal/robust_noise.hpp"
#include "processing/thermal/widened_map.hpp"

namespace nightjar {

/// What is about each pixel of a picture: the level of its surroundings, and how much levels scatter there.
/// The level is the median of kWindow x kWindow squares of the shrunken picture, widened again; both are
/// worked out only where they are asked for.
class Surroundings {
 public:
  static constexpr int kWindow = 5;  ///< of the median, in squares: 20 pixels

  /// `levels` CV_8UC1, CV_16UC1 or CV_32FC1; `means` are those of its squares, CV_32FC1. Of how much levels
  /// scatter, `noise_share` is taken, and `least_noise` at least.
  void learn(const cv::Mat& levels, const cv::Mat& means, float least_noise, float noise_share = 1);

  [[nodiscard]] const WidenedMap& level() const { return level_; }
  [[nodiscard]] const WidenedMap& noise() const { return noise_; }

  /// Of each square: bounds of what surroundings and noise are at its pixels, but for the last digit.
  [[nodiscard]] cv::Mat least_levels() const;
  [[nodiscard]] cv::Mat greatest_levels() const;
  [[nodiscard]] cv::Mat least_noise() const;

 private:
  cv::Mat median_, noise_blocks_;
  WidenedMap level_, noise_;
  RobustNoise robust_;
};

}  // namespace nightjar
