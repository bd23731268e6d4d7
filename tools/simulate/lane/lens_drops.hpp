#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// Rain drops that sit on the window before the lens for some seconds each, and show the scene turned over
/// and blurred.
class LensDrops {
 public:
  LensDrops(std::uint64_t seed, cv::Size picture, int at_a_time, int frames);

  /// `picture`: CV_8UC3.
  void lay_over(cv::Mat& picture, int frame) const;
  /// The part of a box that drops hide at that frame, 0 to 1 (roughly: drops that overlap count twice).
  [[nodiscard]] double hidden_part(const cv::Rect2d& box, int frame) const;

 private:
  struct Drop {
    cv::Point centre;
    int radius_px = 0;
    int from = 0;
    int to = 0;
  };
  std::vector<Drop> drops_;
};

}  // namespace nightjar
