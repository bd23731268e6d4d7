#include "processing/thermal/square_means.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/processing/thermal/made_heat.hpp"

namespace nightjar {
namespace {

template <typename Level, typename Sum>
void expect_those_of_blurring(const cv::Mat& picture) {
  cv::Mat floating, expected;
  picture.convertTo(floating, CV_32F);
  cv::blur(floating, expected, {15, 15});
  SquareMeans<Level, Sum> means(picture);
  for (int y = 0; y < picture.rows; ++y) {
    const float* row = means.next();
    for (int x = 0; x < picture.cols; ++x)
      ASSERT_NEAR(row[x], expected.at<float>(y, x), 1e-6F * row[x] + 1e-4F)
          << picture.size() << ' ' << x << ' ' << y;
  }
}

TEST(SquareMeans, are_those_of_blurring_in_pictures_of_any_size) {
  for (const cv::Size size : {cv::Size(640, 40), cv::Size(33, 17), cv::Size(16, 9), cv::Size(5, 4),
                              cv::Size(1, 30), cv::Size(30, 1), cv::Size(1, 1)}) {
    expect_those_of_blurring<std::uint8_t, std::uint16_t>(made_noise(size, CV_8UC1, 120, 50, 3));
    expect_those_of_blurring<std::uint16_t, std::uint32_t>(made_noise(size, CV_16UC1, 30000, 9000, 4));
  }
}

TEST(SquareMeans, hold_the_largest_levels) {
  expect_those_of_blurring<std::uint8_t, std::uint16_t>(cv::Mat(30, 70, CV_8UC1, cv::Scalar(255)));
  expect_those_of_blurring<std::uint16_t, std::uint32_t>(cv::Mat(30, 70, CV_16UC1, cv::Scalar(65535)));
}

}  // namespace
}  // namespace nightjar
