#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "processing/thermal/shrunken.hpp"

namespace nightjar {

/// How one picture's scene lies against that of the picture before.
struct SceneShift {
  cv::Point2d by_px;       ///< of the whole picture, to within a pixel or two
  double correlation = 0;  ///< at that shift, -1 to 1; negative: hot and cold have changed places
  double opposite = 0;     ///< greatest correlation of the other sign over all shifts, as a magnitude

  /// Hot and cold have changed places.
  [[nodiscard]] bool turned_round() const { return correlation < -0.3 && -correlation > 1.5 * opposite; }
};

/// Measures how the scene moves from picture to picture, coarsely and at little cost: the correlation of the
/// two at an eighth of their size over all shifts, without their slow changes, so that a jump of the level is
/// no motion. A picture that matches nothing, as while a palette changes, is no reference for the next.
class SceneShiftMeter {
 public:
  /// nullopt for the first picture, after a change of size, for pictures below 128 pixels of width or height,
  /// and where one has no structure.
  [[nodiscard]] std::optional<SceneShift> measure(const cv::Mat& levels);

  /// The picture that the next is compared with was upside down: its hot was cold.
  void invert_reference();

 private:
  Shrunken squares_;
  cv::Mat small_, slow_, window_, spectrum_, last_spectrum_, product_, surface_;
  cv::Size size_;  ///< of the last picture
  double last_energy_ = 0;
  int unmatched_ = 0;  ///< pictures in a row
};

}  // namespace nightjar
