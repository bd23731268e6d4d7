#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

#include "processing/anpr/plate_read.hpp"

namespace nightjar {

/// What the reader sees of a plate, in pixels.
inline const cv::Size kPlateCrop{160, 32};

/// Straightens a plate out of a picture to kPlateCrop as CV_8UC1, its contrast evened out (mean 128,
/// deviation 50); two rows are laid side by side. A little of the surroundings comes along, since boxes are
/// seldom exact. `luma` is CV_8UC1 or CV_16UC1. Empty for a box that is degenerate, not finite, or wholly
/// outside the picture.
[[nodiscard]] cv::Mat plate_crop(const cv::Mat& luma, const PlateBox& box, int lines);

}  // namespace nightjar
