#include "processing/thermal/level_share.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

TEST(LevelShare, is_the_running_mean_of_every_pixel_by_itself) {
  cv::RNG random(9);
  const cv::Size size(203, 11);
  LevelShare share;
  share.forget(size);
  cv::Mat expected = cv::Mat::zeros(size, CV_32FC1);
  for (int look = 1; look <= 12; ++look) {
    cv::Mat levels(size, CV_8UC1, cv::Scalar(100));
    cv::Mat corner = levels(cv::Rect(60, 2, 90, 5));  // the rest is never in the range
    random.fill(corner, cv::RNG::UNIFORM, 190, 256);
    share.learn(levels, 215, 255, 1 / static_cast<float>(look));
    cv::Mat now;
    cv::compare(levels, 215, now, cv::CMP_GE);
    now.convertTo(now, CV_32F, 1.0 / 255);
    cv::accumulateWeighted(now, expected, 1 / static_cast<double>(look));
  }
  for (const double least : {0.05, 0.4301, 0.6102, 0.999}) {
    const cv::Mat mask = expected >= least;
    EXPECT_EQ(cv::norm(share.at_least(least), mask, cv::NORM_INF), 0) << least;
    EXPECT_GT(cv::countNonZero(mask), 0) << least;
  }
}

TEST(LevelShare, takes_the_dark_end_too_and_forgets) {
  LevelShare share;
  share.forget({70, 2});
  cv::Mat levels(2, 70, CV_8UC1, cv::Scalar(29));
  levels.at<std::uint8_t>(1, 69) = 28;
  share.learn(levels, 0, 28, 1);
  EXPECT_EQ(cv::countNonZero(share.at_least(0.5)), 1);
  EXPECT_EQ(share.at_least(0.5).at<std::uint8_t>(1, 69), 255);
  share.forget({70, 2});
  EXPECT_EQ(cv::countNonZero(share.at_least(0.5)), 0);
}

}  // namespace
}  // namespace nightjar
