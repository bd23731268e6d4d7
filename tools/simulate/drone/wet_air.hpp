#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

#include "tools/simulate/drone/farm_heat.hpp"

namespace nightjar {

/// What mist and rain do between the scene and the lens, and on the lens.
class WetAir {
 public:
  WetAir(std::uint64_t seed, Weather weather, const FarmHeat& heat);

  /// `celsius` CV_32FC1 is changed in place; `depth_m` CV_32FC1, how far each pixel's surface is.
  void lay_over(cv::Mat& celsius, const cv::Mat& depth_m, double time_s) const;

 private:
  void blur_where_wet(cv::Mat& celsius, double time_s) const;

  std::uint64_t seed_;
  Weather weather_;
  double air_c_;
};

}  // namespace nightjar
