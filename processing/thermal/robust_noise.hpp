#pragma once

#include <opencv2/core/mat.hpp>

namespace nightjar {

/// How much a picture without its background scatters, from place to place: 1.4826 MAD in blocks of 64
/// pixels, which a few hot bodies in a block do not raise, never below what the whole picture scatters.
/// `difference` is CV_32FC1; so is `noise`, of the same size, in the same levels, at least `floor`; its
/// memory is used again where it fits.
void robust_noise(const cv::Mat& difference, float floor, cv::Mat& noise);

}  // namespace nightjar
