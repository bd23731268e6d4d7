#include "processing/thermal/heat_detector.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/processing/thermal/made_heat.hpp"

namespace nightjar {
namespace {

const cv::Size kPicture{640, 512};

TEST(HeatDetector, finds_bodies_in_16_bits_where_they_are) {
  cv::Mat picture = made_noise(kPicture, CV_16UC1, 5800, 2, 1);
  add_body(picture, {200, 100}, {22, 10}, 60);
  add_body(picture, {420.0, 380.0}, {10, 16}, 40);
  const auto spots = HeatDetector().detect(picture);
  ASSERT_EQ(spots.size(), 2u);
  EXPECT_NEAR(spots[0].centre_px.x, 200, 1);
  EXPECT_NEAR(spots[0].centre_px.y, 100, 1);
  EXPECT_NEAR(spots[1].centre_px.x, 420, 1);
  EXPECT_NEAR(spots[1].centre_px.y, 380, 1);
  EXPECT_NEAR(spots[0].length_px, 22, 4);
  EXPECT_NEAR(spots[0].width_px, 10, 3);
}

TEST(HeatDetector, sees_in_16_bits_what_8_bits_cannot_hold) {
  cv::Mat picture = made_noise(kPicture, CV_16UC1, 30000, 2, 2);
  picture.at<std::uint16_t>(5, 5) = 65535;  // stretched to 8 bits, this pixel would flatten all else
  picture.at<std::uint16_t>(500, 600) = 0;
  add_body(picture, {300, 250}, {14, 12}, 30);  // a tenth of an 8-bit level
  const auto spots = HeatDetector().detect(picture);
  ASSERT_EQ(spots.size(), 1u);
  EXPECT_NEAR(spots[0].level_above, 30, 8);
  EXPECT_NEAR(spots[0].peak_level, 30030, 10);
}

TEST(HeatDetector, does_not_clip_the_hot_end) {
  cv::Mat picture = made_noise(kPicture, CV_16UC1, 60000, 2, 3);
  add_body(picture, {300, 250}, {14, 12}, 5000);
  const auto spots = HeatDetector().detect(picture);
  ASSERT_EQ(spots.size(), 1u);
  EXPECT_NEAR(spots[0].peak_level, 65000, 20);
}

TEST(HeatDetector, finds_bodies_in_8_bits) {
  cv::Mat picture = made_noise(kPicture, CV_8UC1, 90, 1.5, 4);
  add_body(picture, {320, 256}, {16, 10}, 50);
  const auto spots = HeatDetector().detect(picture);
  ASSERT_EQ(spots.size(), 1u);
  EXPECT_NEAR(spots[0].centre_px.x, 320, 1);
}

TEST(HeatDetector, finds_in_8_bits_whom_automatic_gain_lets_stand_out_by_five_deviations) {
  for (const int type : {CV_8UC1, CV_16UC1}) {
    cv::Mat picture = made_noise(kPicture, type, 100, 10, 5);
    add_body(picture, {300, 200}, {14, 10}, 40);
    cv::Mat(picture, cv::Rect(296, 197, 8, 6)) = 152;
    const auto spots = HeatDetector().detect(picture);
    const bool found = std::any_of(spots.begin(), spots.end(), [](const HeatSpot& spot) {
      return std::hypot(spot.centre_px.x - 300, spot.centre_px.y - 200) < 3;
    });
    EXPECT_EQ(found, type == CV_8UC1);
  }
}

TEST(HeatDetector, reports_hot_only_and_cold_only_where_black_is_hot) {
  cv::Mat picture = made_noise(kPicture, CV_8UC1, 120, 1.5, 5);
  add_body(picture, {100, 100}, {16, 10}, 50);
  add_body(picture, {400, 300}, {16, 10}, -50);
  const auto white = HeatDetector().detect(picture);
  ASSERT_EQ(white.size(), 1u);
  EXPECT_NEAR(white[0].centre_px.x, 100, 1);
  HeatDetectorOptions options;
  options.polarity = HeatPolarity::black_hot;
  const auto black = HeatDetector(options).detect(picture);
  ASSERT_EQ(black.size(), 1u);
  EXPECT_NEAR(black[0].centre_px.x, 400, 1);
}

TEST(HeatDetector, finds_a_car_whole_beside_a_person) {
  cv::Mat picture = made_noise(kPicture, CV_16UC1, 5800, 2, 6);
  add_body(picture, {200, 200}, {85, 70}, 80);
  add_body(picture, {400, 200}, {14, 22}, 60);
  const auto spots = HeatDetector().detect(picture);
  ASSERT_EQ(spots.size(), 2u);
  const HeatSpot& car = spots[0].centre_px.x < 300 ? spots[0] : spots[1];
  EXPECT_NEAR(car.centre_px.x, 200, 4);
  EXPECT_GT(car.length_px, 60);
}

TEST(HeatDetector, is_silent_on_noise_and_on_a_constant_picture) {
  for (const int type : {CV_8UC1, CV_16UC1}) {
    EXPECT_TRUE(HeatDetector().detect(cv::Mat(kPicture, type, cv::Scalar(77))).empty());
    EXPECT_TRUE(HeatDetector().detect(cv::Mat::zeros(kPicture, type)).empty());
    EXPECT_TRUE(HeatDetector().detect(made_noise(kPicture, type, 100, 3, 7)).empty());
  }
}

TEST(HeatDetector, finds_the_same_after_a_recalibration_moved_every_level) {
  cv::Mat before = made_noise(kPicture, CV_16UC1, 5800, 2, 8);
  add_body(before, {200, 100}, {22, 10}, 60);
  const cv::Mat after = before + cv::Scalar(700);
  HeatDetector detector;
  const auto first = detector.detect(before), second = detector.detect(after);
  ASSERT_EQ(first.size(), second.size());
  EXPECT_FLOAT_EQ(first[0].contrast, second[0].contrast);
}

TEST(HeatDetector, refuses_a_picture_that_stands_out_everywhere_and_says_so) {
  cv::Mat picture = made_noise(kPicture, CV_16UC1, 5800, 2, 9);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      if (x % 22 < 9 && y % 22 < 9) picture.at<std::uint16_t>(y, x) = 6800;
    }
  }
  HeatDetector detector;
  EXPECT_TRUE(detector.detect(picture).empty());
  EXPECT_TRUE(detector.flooded());
  EXPECT_TRUE(detector.detect(made_noise(kPicture, CV_16UC1, 5800, 2, 9)).empty());
  EXPECT_FALSE(detector.flooded());
}

TEST(HeatDetector, passes_over_a_hot_pixel) {
  cv::Mat picture = made_noise(kPicture, CV_16UC1, 5800, 2, 10);
  picture.at<std::uint16_t>(100, 100) = 16000;
  picture.at<std::uint16_t>(100, 101) = 16000;
  EXPECT_TRUE(HeatDetector().detect(picture).empty());
}

TEST(HeatDetector, finds_a_body_that_the_edge_cuts) {
  cv::Mat picture = made_noise(kPicture, CV_16UC1, 5800, 2, 11);
  add_body(picture, {0, 256}, {20, 12}, 60);
  add_body(picture, {639, 511}, {20, 20}, 60);
  EXPECT_EQ(HeatDetector().detect(picture).size(), 2u);
}

TEST(HeatDetector, takes_pictures_of_any_size) {
  EXPECT_TRUE(HeatDetector().detect({}).empty());
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 600), cv::Size(3, 2), cv::Size(37, 41)}) {
    EXPECT_TRUE(HeatDetector().detect(made_noise(size, CV_16UC1, 300, 1, 12)).empty()) << size;
  }
}

TEST(HeatDetector, finds_a_body_at_the_edge_of_pictures_of_any_width) {
  for (const int over : {0, 1, 2, 3})
    for (const int type : {CV_8UC1, CV_16UC1}) {
      const cv::Size size(640 + over, 512 + over);
      cv::Mat picture = made_noise(size, type, 90, 1.5, 14);
      add_body(picture, {size.width - 5.0, size.height - 6.0}, {8, 8}, 60);
      const auto spots = HeatDetector().detect(picture);
      ASSERT_EQ(spots.size(), 1u) << size;
      EXPECT_NEAR(spots[0].centre_px.x, size.width - 5, 1);
      EXPECT_NEAR(spots[0].centre_px.y, size.height - 6, 1);
    }
}

TEST(HeatDetector, keeps_the_strongest_and_counts_what_it_cuts) {
  cv::Mat picture = made_noise(kPicture, CV_16UC1, 5800, 2, 13);
  for (int i = 0; i < 10; ++i) add_body(picture, {40.0 + 55 * i, 256}, {10, 10}, 40 + 10 * i);
  HeatDetectorOptions options;
  options.max_spots = 4;
  HeatDetector detector(options);
  const auto spots = detector.detect(picture);
  ASSERT_EQ(spots.size(), 4u);
  EXPECT_EQ(detector.spots_cut(), 6u);
  EXPECT_GT(spots.back().centre_px.x, 300) << "the strongest are at the right";
}

}  // namespace
}  // namespace nightjar
