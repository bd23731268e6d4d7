#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// Neighbouring pixels of one row.
struct WarmRun {
  int y = 0;
  int first = 0, last = 0;  ///< columns, both included
};

/// Pixels that hang together, diagonally too.
struct WarmArea {
  cv::Rect box;
  int pixels = 0;
  std::vector<WarmRun> runs;  ///< from top to bottom, from left to right
};

/// Runs, from top to bottom and from left to right and never two that touch in one row, by the connected
/// areas that they make, in the order of their first pixels; without those of fewer pixels than `least`.
[[nodiscard]] std::vector<WarmArea> warm_areas(const std::vector<WarmRun>& runs, int least = 1);

/// The connected areas of the non-zero pixels of a CV_8UC1 mask, by their first pixels from top to bottom.
/// Warm pixels are few: looks at each of them once and at the others eight at a time.
[[nodiscard]] std::vector<WarmArea> warm_areas(const cv::Mat& mask);

}  // namespace nightjar
