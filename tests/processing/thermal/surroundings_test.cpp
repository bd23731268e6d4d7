#include "processing/thermal/surroundings.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "processing/thermal/shrunken.hpp"
#include "tests/processing/thermal/made_heat.hpp"

namespace nightjar {
namespace {

Surroundings learnt(const cv::Mat& picture, float least_noise = 0.5F) {
  Shrunken squares;
  shrink(picture, squares);
  Surroundings about;
  about.learn(picture, squares.mean, least_noise);
  return about;
}

float at(const WidenedMap& map, int x, int y) {
  std::vector<float> cells;
  return map.row(y, {x, x + 1}, cells).at(x);
}

/// A warm slope, and noise that grows to the right.
cv::Mat made_slope(int type, cv::Size size = {640, 512}) {
  cv::Mat picture = made_noise(size, CV_32FC1, 0, 1, 7);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      float& level = picture.at<float>(y, x);
      level = level * (x < size.width / 2 ? 2.0F : 6.0F) + 60 + 0.1F * static_cast<float>(y);
    }
  cv::Mat out;
  picture.convertTo(out, type);
  return out;
}

TEST(Surroundings, are_the_widened_median_of_the_shrunken_picture) {
  const cv::Mat picture = made_slope(CV_8UC1);
  const Surroundings about = learnt(picture);
  cv::Mat floating, small, median, expected;
  picture.convertTo(floating, CV_32F);
  cv::resize(floating, small, {}, 0.25, 0.25, cv::INTER_AREA);
  cv::medianBlur(small, median, Surroundings::kWindow);
  cv::resize(median, expected, picture.size(), 0, 0, cv::INTER_LINEAR);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x)
      ASSERT_NEAR(at(about.level(), x, y), expected.at<float>(y, x), 1e-4) << x << ' ' << y;
}

TEST(Surroundings, know_the_noise_from_place_to_place_and_none_below_the_least) {
  const Surroundings about = learnt(made_slope(CV_16UC1));
  EXPECT_NEAR(at(about.noise(), 40, 256), 4, 1.5) << "that of the whole picture, not 2";
  EXPECT_NEAR(at(about.noise(), 600, 256), 6, 0.6);
  EXPECT_EQ(at(learnt(cv::Mat(512, 640, CV_16UC1, cv::Scalar(4000)), 3).noise(), 99, 77), 3);
}

TEST(Surroundings, lie_between_the_bounds_of_their_square) {
  for (const cv::Size size : {cv::Size(640, 512), cv::Size(59, 42), cv::Size(3, 90)}) {
    const cv::Mat picture = made_slope(CV_8UC1, size);
    const Surroundings about = learnt(picture);
    const cv::Mat least = about.least_levels(), greatest = about.greatest_levels(),
                  noise = about.least_noise();
    for (int row = 0; row < least.rows; ++row)
      for (int column = 0; column < least.cols; ++column) {
        const cv::Rect square = Shrunken::square(least.size(), size, {column, row});
        for (int y = square.y; y < square.br().y; ++y)
          for (int x = square.x; x < square.br().x; ++x) {
            const float level = at(about.level(), x, y);
            ASSERT_GE(level, least.at<float>(row, column) - 1e-3F) << size << x << ' ' << y;
            ASSERT_LE(level, greatest.at<float>(row, column) + 1e-3F) << size << x << ' ' << y;
            ASSERT_GE(at(about.noise(), x, y), noise.at<float>(row, column) - 1e-3F) << size << x << ' ' << y;
          }
      }
  }
}

}  // namespace
}  // namespace nightjar
