#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

namespace nightjar {

/// Smears a layer (CV_8UC4, colour multiplied by alpha) along `way_px`, as a body does that moves so far
/// while the shutter is open, and by the lens's defocus, a bell of deviation `defocus_px`.
void smear(cv::Mat& layer, cv::Point2d way_px, double defocus_px);

}  // namespace nightjar
