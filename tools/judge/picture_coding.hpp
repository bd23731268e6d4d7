#pragma once

#include <opencv2/core/mat.hpp>

namespace nightjar {

/// A CV_8UC1 or CV_8UC3 picture after JPEG; `coarse` 0 is quality 92, 1 is quality 14.
[[nodiscard]] cv::Mat as_jpeg(const cv::Mat& picture, double coarse);

/// As video coders leave it: blocks of 8 x 8 transformed and quantised with a dead zone, their edges
/// smoothed; colour at half the resolution.
[[nodiscard]] cv::Mat as_video(const cv::Mat& picture, double coarse);

}  // namespace nightjar
