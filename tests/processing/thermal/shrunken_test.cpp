#include "processing/thermal/shrunken.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/processing/thermal/made_heat.hpp"

namespace nightjar {
namespace {

double largest_difference(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_INF);
}

TEST(Shrunken, holds_the_mean_of_each_square_as_shrinking_by_area_has_it) {
  for (const int type : {CV_8UC1, CV_16UC1, CV_32FC1})
    for (const cv::Size size : {cv::Size(640, 512), cv::Size(52, 36), cv::Size(4, 4)}) {
      const cv::Mat picture = made_noise(size, type, 120, 40, 3);
      Shrunken shrunken;
      shrink(picture, shrunken);
      cv::Mat floating, expected;
      picture.convertTo(floating, CV_32F);
      cv::resize(floating, expected, {size.width / 4, size.height / 4}, 0, 0, cv::INTER_AREA);
      ASSERT_EQ(shrunken.mean.size(), expected.size());
      EXPECT_LE(largest_difference(shrunken.mean, expected), type == CV_32FC1 ? 1e-4 : 0) << size;
    }
}

TEST(Shrunken, knows_the_extremes_of_each_square_in_pictures_of_any_size) {
  for (const int type : {CV_8UC1, CV_16UC1, CV_32FC1})
    for (int width = 1; width < 40; width += 2)
      for (const int height : {1, 3, 4, 7, 9}) {
        const cv::Mat picture = made_noise({width, height}, type, 120, 40, 5);
        Shrunken shrunken;
        shrink(picture, shrunken);
        int pixels = 0;
        for (int y = 0; y < shrunken.mean.rows; ++y)
          for (int x = 0; x < shrunken.mean.cols; ++x) {
            const cv::Rect square = Shrunken::square(shrunken.mean.size(), picture.size(), {x, y});
            double low = 0, high = 0;
            cv::minMaxLoc(picture(square), &low, &high);
            ASSERT_EQ(double{shrunken.lowest.at<float>(y, x)}, low) << picture.size();
            ASSERT_EQ(double{shrunken.highest.at<float>(y, x)}, high) << picture.size();
            ASSERT_NEAR(double{shrunken.mean.at<float>(y, x)}, cv::mean(picture(square))[0], 1e-3);
            pixels += square.area();
          }
        ASSERT_EQ(pixels, picture.size().area()) << "each belongs to one square";
      }
}

TEST(Shrunken, takes_the_largest_levels_and_pictures_cut_out_of_others) {
  Shrunken shrunken;
  shrink(cv::Mat(16, 64, CV_16UC1, cv::Scalar(65535)), shrunken);
  EXPECT_EQ(cv::norm(shrunken.mean, cv::NORM_INF), 65535);
  shrink(cv::Mat(16, 64, CV_8UC1, cv::Scalar(255)), shrunken);
  EXPECT_EQ(cv::norm(shrunken.mean, cv::NORM_INF), 255);
  EXPECT_EQ(cv::norm(shrunken.lowest, cv::NORM_INF), 255);

  const cv::Mat whole = made_noise({100, 80}, CV_8UC1, 120, 40, 6);
  const cv::Mat part = whole(cv::Rect(7, 5, 64, 48));
  Shrunken of_part, of_copy;
  shrink(part, of_part);
  shrink(part.clone(), of_copy);
  EXPECT_EQ(largest_difference(of_part.mean, of_copy.mean), 0);
  EXPECT_EQ(largest_difference(of_part.highest, of_copy.highest), 0);
}

}  // namespace
}  // namespace nightjar
