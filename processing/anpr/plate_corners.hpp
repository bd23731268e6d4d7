#pragma once

#include <array>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

namespace nightjar {

/// Top left, top right, bottom right, bottom left.
using PlateQuad = std::array<cv::Point2f, 4>;

/// What a close look at a candidate says.
struct PlateShape {
  PlateQuad corners;
  float plate = 0;     ///< probability that it is a plate at all
  float two_rows = 0;  ///< probability that the mark stands in two rows
};

/// Puts the corners of a plate in place. Owns its network: use it from one thread.
class PlateCorners {
 public:
  PlateCorners();
  ~PlateCorners();
  PlateCorners(PlateCorners&&) noexcept;
  PlateCorners& operator=(PlateCorners&&) noexcept;

  /// One look: `believed` is where the plate is thought to be in `luma` (CV_8UC1), within about a quarter of
  /// its size; it may reach out of the picture. The answer serves as the belief of a second, closer look.
  [[nodiscard]] PlateShape look(const cv::Mat& luma, const PlateQuad& believed);

 private:
  struct Network;
  std::unique_ptr<Network> network_;
};

[[nodiscard]] PlateQuad quad_of(const cv::Rect2f& box);

}  // namespace nightjar
