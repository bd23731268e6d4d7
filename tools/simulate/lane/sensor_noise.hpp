#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// What differs from frame to frame all over the picture: the sensor's noise and, where it rains, streaks.
/// Made once and laid on at another place each time, which costs two sums a frame.
class SensorNoise {
 public:
  /// `type`: of the pictures, CV_8UC1 or CV_8UC3. `levels`: standard deviation. `streaks`: in one picture.
  SensorNoise(std::uint64_t seed, cv::Size size, int type, double levels, int streaks);

  void lay_over(cv::Mat& picture, int frame) const;

 private:
  std::vector<cv::Mat> brighter_;  ///< noise above 0 and streaks, larger than the picture
  cv::Mat darker_;                 ///< noise below 0
};

}  // namespace nightjar
