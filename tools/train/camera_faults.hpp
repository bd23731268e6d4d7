#pragma once

#include <opencv2/core/mat.hpp>
#include <random>

namespace nightjar {

/// Spoils a clean CV_8UC1 picture in place as cameras do: dirt, light, blur, noise, sharpening, compression.
/// Blur is in proportion to the height of the characters, so that what is asked for can still be read.
void spoil(cv::Mat& luma, double character_px, std::mt19937_64& rng);

}  // namespace nightjar
