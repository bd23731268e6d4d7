#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// Makes a patch of the picture (CV_8UC3) darker (`factor` below 1) or brighter (above 1): the hull of
/// `corners`, with an edge `soft_px` wide.
void shade_patch(cv::Mat& picture, const std::vector<cv::Point2f>& corners, int soft_px, double factor);

}  // namespace nightjar
