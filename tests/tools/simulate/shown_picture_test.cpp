#include "tools/simulate/drone/shown_picture.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

namespace nightjar {
namespace {

TEST(ShownPicture, keeps_who_is_warm_apart_in_every_palette) {
  cv::Mat picture(64, 64, CV_8UC1, cv::Scalar(60));
  picture(cv::Rect(20, 20, 8, 8)) = 180;
  const cv::Mat white = shown_in(picture, ThermalPalette::white_hot);
  const cv::Mat black = shown_in(picture, ThermalPalette::black_hot);
  EXPECT_GT(white.at<uchar>(22, 22), white.at<uchar>(2, 2) + 90);
  EXPECT_EQ(white.at<uchar>(22, 22) + black.at<uchar>(22, 22), 255);
  for (const ThermalPalette palette : {ThermalPalette::ironbow, ThermalPalette::rainbow}) {
    const cv::Mat colour = shown_in(picture, palette);
    ASSERT_EQ(colour.type(), CV_8UC3);
    EXPECT_GT(cv::norm(colour.at<cv::Vec3b>(22, 22), colour.at<cv::Vec3b>(2, 2)), 60);
  }
}

}  // namespace
}  // namespace nightjar
