#pragma once

#include <array>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "tools/simulate/lane/lane_light.hpp"

namespace nightjar {

/// A flat picture to be laid into the scene, at several scales.
struct LaidPicture {
  std::vector<cv::Mat> sizes;  ///< CV_8UC3, largest first, each smaller than the one before by 1/√2
};
/// All sizes of a picture down to 24 pixels of width.
[[nodiscard]] LaidPicture picture_sizes(const cv::Mat& largest);

/// Lays a picture into a layer (CV_8UC4, colour multiplied by alpha) so that its corners (top left, top
/// right, bottom right, bottom left) come to lie on `corners`, in pixels of the layer. `grey`: as infra-red
/// shows it, yellow as bright as white.
void lay_picture(cv::Mat& layer, const LaidPicture& picture, std::array<cv::Point2f, 4> corners,
                 const Veil& look, bool grey);

}  // namespace nightjar
