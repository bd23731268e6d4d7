#include "tools/simulate/lane/sensor_noise.hpp"

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kMargin_px = 64;
constexpr int kRainPictures = 5;

/// Drops near the lens draw long, pale, broad streaks, those far away short fine ones.
cv::Mat rain(cv::RNG& random, cv::Size size, int streaks) {
  cv::Mat picture(size, CV_8UC1, cv::Scalar(0));
  const double wind = random.uniform(-0.12, 0.12);
  for (int i = 0; i < streaks; ++i) {
    const double near = std::pow(random.uniform(0.0, 1.0), 3.0);
    const double length_px = 14 + 90 * near;
    const cv::Point2d head(random.uniform(0.0, 1.0) * size.width, random.uniform(0.0, 1.0) * size.height);
    const cv::Point2d tail = head + length_px * cv::Point2d(wind + random.uniform(-0.03, 0.03), 1);
    cv::line(picture, head, tail, cv::Scalar(random.uniform(8.0, 26.0)), near > 0.5 ? 2 : 1, cv::LINE_AA);
  }
  cv::GaussianBlur(picture, picture, {3, 5}, 0.7, 1.4);
  return picture;
}

}  // namespace

SensorNoise::SensorNoise(std::uint64_t seed, cv::Size size, int type, double levels, int streaks) {
  cv::RNG random(seed * 15485863 + 5);
  const cv::Size larger = size + cv::Size(kMargin_px, kMargin_px);
  cv::Mat noise(larger, CV_16SC1);  // grey: cameras take the noise out of colour
  random.fill(noise, cv::RNG::NORMAL, 0.0, levels);
  cv::GaussianBlur(noise, noise, {3, 3}, 0.5);
  noise *= 1.4;  // the blur is the lens and the sensor; it must not take the noise
  cv::Mat above = cv::max(noise, 0);
  cv::Mat below = cv::max(-noise, 0);
  above.convertTo(above, CV_8U);
  below.convertTo(darker_, CV_8U);
  const auto as_pictures = [type](const cv::Mat& grey) {
    cv::Mat picture = grey;
    if (CV_MAT_CN(type) == 3) cv::cvtColor(grey, picture, cv::COLOR_GRAY2BGR);
    return picture;
  };
  darker_ = as_pictures(darker_);
  for (int i = 0; i < (streaks > 0 ? kRainPictures : 1); ++i) {
    cv::Mat bright = above.clone();
    if (streaks > 0) cv::add(above, rain(random, larger, streaks), bright);
    brighter_.push_back(as_pictures(bright));
  }
}

void SensorNoise::lay_over(cv::Mat& picture, int frame) const {
  const cv::Rect window({frame * 37 % kMargin_px, frame * 23 % kMargin_px}, picture.size());
  const auto turn = static_cast<std::size_t>(frame * 3) % brighter_.size();
  cv::add(picture, brighter_[turn](window), picture);
  cv::subtract(picture, darker_(window), picture);
}

}  // namespace nightjar
