#pragma once

#include <opencv2/core/mat.hpp>

namespace nightjar {

/// A picture at a quarter of its width and height: of each square of 4 x 4 pixels the mean and the extremes,
/// CV_32FC1. The last of a row or a column takes what is over, and smaller pictures are one square.
struct Shrunken {
  static constexpr int kSide_px = 4;

  cv::Mat mean, lowest, highest;

  /// The pixels of the picture that the square stands for.
  [[nodiscard]] static cv::Rect square(const cv::Size& shrunken, const cv::Size& picture, cv::Point at) {
    const int x = at.x * kSide_px, y = at.y * kSide_px;
    return {x, y, (at.x + 1 == shrunken.width ? picture.width : x + kSide_px) - x,
            (at.y + 1 == shrunken.height ? picture.height : y + kSide_px) - y};
  }
};

/// `levels` is CV_8UC1, CV_16UC1 or CV_32FC1 and not empty. The memory of `shrunken` is used again where it
/// fits.
void shrink(const cv::Mat& levels, Shrunken& shrunken);

}  // namespace nightjar
