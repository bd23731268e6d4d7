#include "processing/anpr/plate_crop.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/processing/anpr/drawn_picture.hpp"

namespace nightjar {
namespace {

PlateBox box_of(float x, float y, float width, float height) {
  PlateBox box;
  box.corners = {cv::Point2f(x, y), cv::Point2f(x + width, y), cv::Point2f(x + width, y + height),
                 cv::Point2f(x, y + height)};
  return box;
}

TEST(PlateCrop, has_the_readers_size_and_contrast_whatever_the_light) {
  const DrawnPicture picture = drawn_picture(plain_plate("AB12 CDE"), 0.5);
  cv::Mat dim;
  picture.luma.convertTo(dim, CV_8U, 0.2, 30);
  for (const cv::Mat& luma : {picture.luma, dim}) {
    const cv::Mat crop = plate_crop(luma, picture.box, 1);
    ASSERT_EQ(crop.size(), kPlateCrop);
    ASSERT_EQ(crop.type(), CV_8UC1);
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(crop, mean, deviation);
    EXPECT_NEAR(mean[0], 128, 6);
    EXPECT_NEAR(deviation[0], 50, 6);
  }
}

TEST(PlateCrop, is_the_same_from_sixteen_bits) {
  const DrawnPicture picture = drawn_picture(plain_plate("AB12 CDE"), 0.4);
  cv::Mat deep;
  picture.luma.convertTo(deep, CV_16U, 200, 1000);
  EXPECT_LE(
      cv::norm(plate_crop(picture.luma, picture.box, 1), plate_crop(deep, picture.box, 1), cv::NORM_INF), 1);
}

TEST(PlateCrop, lays_two_rows_side_by_side) {
  cv::Mat luma(200, 200, CV_8UC1, cv::Scalar(0));
  luma.rowRange(100, 200).setTo(200);  // the lower half is bright
  const cv::Mat crop = plate_crop(luma, box_of(40, 50, 120, 100), 2);
  const int half = kPlateCrop.width / 2;
  EXPECT_GT(cv::mean(crop.colRange(half, kPlateCrop.width))[0], cv::mean(crop.colRange(0, half))[0] + 60);
}

TEST(PlateCrop, follows_the_corners_of_a_turned_plate) {
  const DrawnPicture picture = drawn_picture(plain_plate("AB12 CDE"), 0.5);
  const cv::Point2f centre(static_cast<float>(picture.luma.cols) / 2,
                           static_cast<float>(picture.luma.rows) / 2);
  const cv::Mat turn = cv::getRotationMatrix2D(centre - cv::Point2f(0.5F, 0.5F), 8, 1);
  cv::Mat turned;
  cv::warpAffine(picture.luma, turned, turn, picture.luma.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  PlateBox box = picture.box;
  const double c = std::cos(8 * CV_PI / 180);
  const double s = std::sin(8 * CV_PI / 180);
  for (cv::Point2f& corner : box.corners) {
    const cv::Point2d at(corner - centre);
    corner = centre + cv::Point2f(cv::Point2d(c * at.x + s * at.y, -s * at.x + c * at.y));
  }
  const double apart =
      cv::norm(plate_crop(picture.luma, picture.box, 1), plate_crop(turned, box, 1), cv::NORM_L1);
  EXPECT_LT(apart / kPlateCrop.area(), 6) << "mean difference in grey levels";
}

TEST(PlateCrop, is_empty_for_a_box_that_is_none) {
  const cv::Mat luma(100, 100, CV_8UC1, cv::Scalar(100));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinite = std::numeric_limits<float>::infinity();
  EXPECT_TRUE(plate_crop(luma, box_of(10, 10, 0, 10), 1).empty());
  EXPECT_TRUE(plate_crop(luma, box_of(10, 10, 50, -10), 1).empty()) << "the other way round";
  EXPECT_TRUE(plate_crop(luma, box_of(10, 10, 2, 2), 1).empty());
  EXPECT_TRUE(plate_crop(luma, box_of(nan, 10, 50, 10), 1).empty());
  EXPECT_TRUE(plate_crop(luma, box_of(10, 10, infinite, 10), 1).empty());
  EXPECT_TRUE(plate_crop(luma, box_of(200, 10, 50, 10), 1).empty()) << "off the picture";
  EXPECT_TRUE(plate_crop({}, box_of(10, 10, 50, 10), 1).empty());
  PlateBox crossed = box_of(10, 10, 50, 10);
  std::swap(crossed.corners[0], crossed.corners[1]);
  EXPECT_TRUE(plate_crop(luma, crossed, 1).empty());
}

TEST(PlateCrop, survives_any_four_corners) {
  const cv::Mat luma(60, 80, CV_8UC1, cv::Scalar(100));
  cv::RNG chance(5);
  for (int i = 0; i < 300; ++i) {
    const float reach = i % 3 == 0 ? 1e5F : i % 3 == 1 ? 300.0F : 40.0F;
    PlateBox box;
    for (cv::Point2f& corner : box.corners)
      corner = {chance.uniform(-reach, reach), chance.uniform(-reach, reach)};
    for (int lines : {1, 2}) {
      const cv::Mat crop = plate_crop(luma, box, lines);
      EXPECT_TRUE(crop.empty() || crop.size() == kPlateCrop);
    }
  }
}

TEST(PlateCrop, reaches_over_the_pictures_edge) {
  const cv::Mat luma(40, 40, CV_8UC1, cv::Scalar(100));
  EXPECT_EQ(plate_crop(luma, box_of(-20, -5, 50, 12), 1).size(), kPlateCrop);
}

}  // namespace
}  // namespace nightjar
