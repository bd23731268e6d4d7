#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace nightjar {

/// Grey noise about a level, as a sensor gives it; seeded.
inline cv::Mat made_noise(cv::Size size, int type, double level, double sigma, std::uint64_t seed) {
  cv::RNG random(seed);
  cv::Mat noise(size, CV_32F);
  random.fill(noise, cv::RNG::NORMAL, level, sigma);
  cv::Mat picture;
  noise.convertTo(picture, type);
  return picture;
}

/// A warm (or, below 0, cold) body: an ellipse of so many levels.
inline void add_body(cv::Mat& picture, cv::Point2d centre, cv::Size2d axes, double levels) {
  cv::Mat body = cv::Mat::zeros(picture.size(), CV_32F);
  cv::ellipse(body, cv::RotatedRect(centre, axes, 0), cv::Scalar(levels), cv::FILLED);
  cv::Mat sum;
  picture.convertTo(sum, CV_32F);
  sum += body;
  sum.convertTo(picture, picture.type());
}

}  // namespace nightjar
