#include "processing/thermal/picture_flow.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

const cv::Size kPicture{640, 512};

cv::Mat made_ground() {
  cv::RNG random(11);
  cv::Mat ground(900, 1000, CV_32FC1);
  random.fill(ground, cv::RNG::NORMAL, 0, 1);
  cv::GaussianBlur(ground, ground, {}, 6);
  cv::normalize(ground, ground, 60, 200, cv::NORM_MINMAX);
  return ground;
}

/// What a camera sees whose middle is at `middle` of the ground, turned by `turn_deg`.
cv::Mat seen(const cv::Mat& ground, cv::Point2d middle, double turn_deg = 0, int type = CV_16UC1) {
  cv::Mat to_ground = cv::getRotationMatrix2D({319.5F, 255.5F}, -turn_deg, 1);
  to_ground.at<double>(0, 2) += middle.x - 319.5;
  to_ground.at<double>(1, 2) += middle.y - 255.5;
  cv::Mat picture;
  cv::warpAffine(ground, picture, to_ground, kPicture, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP);
  picture.convertTo(picture, type, type == CV_16UC1 ? 100 : 1);
  return picture;
}

TEST(PictureFlow, EveryTileTellsByHowMuchTheSceneWentOn) {
  const cv::Mat ground = made_ground();
  for (const int type : {CV_8UC1, CV_16UC1}) {
    PictureFlowMeter meter;
    EXPECT_FALSE(meter.measure(seen(ground, {480, 430}, 0, type)));
    const auto flow = meter.measure(seen(ground, {467.4, 437.3}, 0, type));
    ASSERT_TRUE(flow);
    for (const auto& moved : *flow) {
      ASSERT_TRUE(moved);
      EXPECT_NEAR(moved->x(), 12.6, 1.3);
      EXPECT_NEAR(moved->y(), -7.3, 1.3);
    }
  }
}

TEST(PictureFlow, ATurnMovesTheTilesAboutTheMiddle) {
  const cv::Mat ground = made_ground();
  PictureFlowMeter meter;
  (void)meter.measure(seen(ground, {500, 450}));
  const auto flow = meter.measure(seen(ground, {500, 450}, 2));
  ASSERT_TRUE(flow);
  const Eigen::Vector2d left = (*flow)[3].value(), right = (*flow)[5].value(), middle = (*flow)[4].value();
  EXPECT_NEAR(std::abs(left.y() - right.y()), 14.9, 3.5);  // 2 x 213 px x 2 degrees
  EXPECT_NEAR(left.y() + right.y(), 0, 1.5);
  EXPECT_LT(middle.norm(), 0.8);
}

TEST(PictureFlow, PicturesWithNothingInCommonSayNothing) {
  PictureFlowMeter meter;
  (void)meter.measure(seen(made_ground(), {400, 400}));
  EXPECT_FALSE(meter.measure(cv::Mat(kPicture, CV_16UC1, cv::Scalar(9))));
  EXPECT_FALSE(meter.measure(seen(made_ground(), {400, 400})));  // after a blank one there is none to compare
  cv::Mat noise(kPicture, CV_16UC1);
  cv::RNG(5).fill(noise, cv::RNG::NORMAL, 9000, 50);
  EXPECT_FALSE(meter.measure(noise));
}

TEST(PictureFlow, SmallPicturesAndChangesOfSizeAreNotCompared) {
  const cv::Mat picture = seen(made_ground(), {400, 400});
  PictureFlowMeter meter;
  EXPECT_FALSE(meter.measure(picture(cv::Rect(0, 0, 100, 512))));
  EXPECT_FALSE(meter.measure(picture));
  EXPECT_FALSE(meter.measure(picture(cv::Rect(0, 0, 320, 256))));
  EXPECT_FALSE(meter.measure(cv::Mat()));
}

}  // namespace
}  // namespace nightjar
