#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

namespace nightjar {

/// What an uncooled sensor makes of a scene: the lens' blur, noise, fixed patterns, slow drift, and a
/// recalibration after which the level jumps.
class ThermalSensor {
 public:
  explicit ThermalSensor(std::uint64_t seed);

  /// `celsius` CV_32FC1 to CV_16UC1, hundredths of a kelvin. `recalibrated`: after the recalibration.
  [[nodiscard]] cv::Mat expose(const cv::Mat& celsius, int frame, double time_s, bool recalibrated) const;

 private:
  cv::Mat pattern_before_;
  cv::Mat pattern_after_;
  cv::Mat noise_;  ///< larger than the picture: each frame takes another piece of it
};

/// The 8-bit video of the same sensor, by one fixed scale: -10 °C is 0, 45 °C is 255, so that nothing that
/// the scenes hold is clipped at the hot end.
[[nodiscard]] cv::Mat eight_bits(const cv::Mat& kelvin_100);

}  // namespace nightjar
