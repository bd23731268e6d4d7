#include "processing/thermal/spot_patch.hpp"

#include <gtest/gtest.h>

#include "processing/thermal/heat_detector.hpp"
#include "tests/processing/thermal/made_heat.hpp"

namespace nightjar {
namespace {

constexpr int kMiddle = SpotPatch::kSide / 2;

float pixel(const SpotPatch& patch, SpotPatch::Layer layer, int y, int x) {
  return patch.pixels.ptr<float>(0, layer)[y * SpotPatch::kSide + x];
}

HeatSpot only_spot(const cv::Mat& picture) {
  const auto spots = HeatDetector().detect(picture);
  EXPECT_EQ(spots.size(), 1U);
  return spots.empty() ? HeatSpot{} : spots.front();
}

TEST(SpotPatch, shows_the_body_in_the_middle_and_the_ground_about_it) {
  cv::Mat picture = made_noise({320, 256}, CV_16UC1, 28000, 10, 1);
  add_body(picture, {100, 80}, {10, 20}, 600);
  const SpotPatch patch = patch_of(picture, only_spot(picture), {0.1, 1});
  EXPECT_NEAR(pixel(patch, SpotPatch::near_by_height, kMiddle, kMiddle), 1, 0.1);
  EXPECT_NEAR(pixel(patch, SpotPatch::near_by_height, 1, 1), 0, 0.1);
  EXPECT_GT(pixel(patch, SpotPatch::near_by_noise, kMiddle, kMiddle), 2);
  EXPECT_GT(pixel(patch, SpotPatch::near_by_height, kMiddle - 4, kMiddle), 0.5) << "2 m high: 10 of 24 rows";
  EXPECT_LT(pixel(patch, SpotPatch::near_by_height, kMiddle, kMiddle - 4), 0.5) << "and 1 m wide";
}

TEST(SpotPatch, is_the_same_whatever_the_sensors_level_and_gain) {
  cv::Mat one = made_noise({320, 256}, CV_16UC1, 3000, 10, 1);
  add_body(one, {100, 80}, {10, 20}, 600);
  const cv::Mat other = one * 3 + 500;
  const SpotPatch a = patch_of(one, only_spot(one), {0.1, 1}),
                  b = patch_of(other, only_spot(other), {0.1, 1});
  EXPECT_LT(cv::norm(a.pixels, b.pixels, cv::NORM_INF), 0.05);
  for (std::size_t i = 0; i < a.about.size(); ++i) EXPECT_NEAR(a.about.at(i), b.about.at(i), 0.05);
}

TEST(SpotPatch, goes_on_with_the_last_pixels_beyond_every_corner) {
  for (const cv::Point2d corner : {cv::Point2d(6, 6), {313, 6}, {6, 249}, {313, 249}}) {
    cv::Mat picture = made_noise({320, 256}, CV_8UC1, 60, 2, 1);
    add_body(picture, corner, {8, 8}, 100);
    for (const double scale : {0.005, 0.1, 3.0}) {
      const SpotPatch patch = patch_of(picture, only_spot(picture), {scale, 0.7});
      EXPECT_TRUE(cv::checkRange(patch.pixels.reshape(1, 1)));
    }
  }
}

}  // namespace
}  // namespace nightjar
