#include "tools/simulate/drone/display_gain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

constexpr double kFps = 15;

/// Ground about 8 degrees with noise of 0.5 K, and a body of 21 to 27 degrees.
cv::Mat field(double offset_k = 0) {
  cv::Mat noise(128, 160, CV_32FC1), picture;
  cv::RNG chance(7);
  chance.fill(noise, cv::RNG::NORMAL, 28115 + 100 * offset_k, 50);
  cv::Mat body = noise(cv::Rect(100, 60, 6, 12));
  chance.fill(body, cv::RNG::UNIFORM, 29415 + 100 * offset_k, 30015 + 100 * offset_k);
  noise.convertTo(picture, CV_16UC1);
  return picture;
}

double level_of_body(const cv::Mat& shown) {
  return cv::mean(shown(cv::Rect(100, 60, 6, 12)))[0];
}

TEST(DisplayGain, shows_the_hotter_no_darker_and_uses_the_levels) {
  const cv::Mat picture = field();
  const cv::Mat shown = DisplayGain(kFps).show(picture);
  int darkest_of[65536], brightest_of[65536];
  std::fill(std::begin(darkest_of), std::end(darkest_of), 256);
  std::fill(std::begin(brightest_of), std::end(brightest_of), -1);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const int heat = picture.at<std::uint16_t>(y, x), level = shown.at<uchar>(y, x);
      darkest_of[heat] = std::min(darkest_of[heat], level);
      brightest_of[heat] = std::max(brightest_of[heat], level);
    }
  int brightest = 0;
  for (int heat = 0; heat < 65536; ++heat) {
    if (brightest_of[heat] < 0) continue;
    EXPECT_GE(darkest_of[heat], brightest) << heat;
    brightest = brightest_of[heat];
  }
  cv::Scalar mean, deviation;
  cv::meanStdDev(shown, mean, deviation);
  EXPECT_GT(deviation[0], 12);
  EXPECT_GT(level_of_body(shown), mean[0] + 60);
}

TEST(DisplayGain, makes_no_storm_of_the_noise_of_an_even_field) {
  cv::Mat noise(128, 160, CV_32FC1), picture, shown;
  cv::RNG chance(3);
  chance.fill(noise, cv::RNG::NORMAL, 28115, 5);
  noise.convertTo(picture, CV_16UC1);
  cv::Scalar mean, deviation;
  cv::meanStdDev(DisplayGain(kFps).show(picture), mean, deviation);
  EXPECT_LT(deviation[0], 3);
  EXPECT_NEAR(mean[0], 127, 10);
}

TEST(DisplayGain, follows_a_jump_of_the_level_within_seconds_and_not_at_once) {
  DisplayGain gain(kFps);
  const double before = cv::mean(gain.show(field()))[0];
  cv::Mat colder = field(-4), shown = gain.show(colder);
  EXPECT_LT(cv::mean(shown)[0], before - 30);
  for (int frame = 0; frame < 60; ++frame) {
    colder.at<std::uint16_t>(0, 0) = static_cast<std::uint16_t>(27700 + frame);
    shown = gain.show(colder);
  }
  EXPECT_NEAR(cv::mean(shown)[0], before, 8);
}

TEST(DisplayGain, shows_the_same_picture_the_same_while_the_sensor_stands_still) {
  DisplayGain gain(kFps);
  static_cast<void>(gain.show(field()));
  const cv::Mat first = gain.show(field(2));
  EXPECT_EQ(cv::norm(first, gain.show(field(2)), cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(first, gain.show(field(2)), cv::NORM_INF), 0);
}

}  // namespace
}  // namespace nightjar
