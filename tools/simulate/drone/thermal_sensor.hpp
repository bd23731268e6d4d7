#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// What an uncooled sensor makes of a scene: the lens' blur and dark corners, noise, a grid of row and column
/// offsets, dead and blinking pixels; a level and a shading that drift from one recalibration to the next.
class ThermalSensor {
 public:
  explicit ThermalSensor(std::uint64_t seed);

  /// `celsius` CV_32FC1 to CV_16UC1, hundredths of a kelvin. `recalibrations`: that have happened, the last
  /// of them `since_s` ago (or the sensor was switched on then).
  [[nodiscard]] cv::Mat expose(const cv::Mat& celsius, int frame, int recalibrations, double since_s) const;

 private:
  struct BadPixel {
    cv::Point at;
    double kelvin;
    bool blinks;
  };
  cv::Mat lens_k_;     ///< dark corners
  cv::Mat grid_k_;     ///< what every recalibration leaves
  cv::Mat shading_k_;  ///< what grows until the next
  cv::Mat noise_k_;    ///< larger than the picture: each frame takes another piece of it
  std::vector<BadPixel> bad_;
};

}  // namespace nightjar
