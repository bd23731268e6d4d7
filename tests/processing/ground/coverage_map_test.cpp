#include "processing/ground/coverage_map.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace nightjar {
namespace {

CaptureTime at_s(int seconds) {
  return CaptureTime{} + std::chrono::seconds(1'790'000'000 + seconds);
}

/// 60 m above level ground, looking down by so much.
CameraModel camera(double pitch_deg, double height_m = 160) {
  Telemetry telemetry;
  telemetry.latitude_deg = 51;
  telemetry.longitude_deg = -1.35;
  telemetry.height_m = height_m;
  telemetry.heading_deg = telemetry.pitch_deg = telemetry.roll_deg = 0;
  telemetry.gimbal_yaw_deg = telemetry.gimbal_roll_deg = 0;
  telemetry.gimbal_pitch_deg = pitch_deg;
  telemetry.hfov_deg = 45;
  return CameraModel::from(telemetry, {640, 512}).value();
}

GroundProjector level() {
  GroundOptions options;
  options.level_m = 100;
  return GroundProjector(options);
}

TEST(CoverageMap, covers_what_the_picture_shows_with_the_pixels_that_a_metre_had) {
  CoverageMap map;
  map.look({at_s(0)}, camera(-90), level());
  const double width_m = 2 * 60 * std::tan(22.5 * std::numbers::pi / 180);
  const double area_m2 = width_m * width_m * 512 / 640;
  const auto count = static_cast<double>(map.cells().size());
  EXPECT_GT(25 * count, area_m2);
  EXPECT_LT(25 * count, area_m2 * 1.5) << "squares at the border are there as a whole";
  for (const auto& [place, cell] : map.cells()) {
    EXPECT_EQ(cell.looks, 1U);
    EXPECT_NEAR(cell.best_px_per_m, 640 / width_m, 0.4);
  }
}

TEST(CoverageMap, counts_looks_that_are_a_second_apart_and_no_picture_in_between) {
  CoverageMap map;
  for (int i = 0; i < 30; ++i) map.look({at_s(0) + std::chrono::milliseconds(100 * i)}, camera(-90), level());
  EXPECT_EQ(map.looks(), 3U);
  for (const auto& [place, cell] : map.cells()) EXPECT_EQ(cell.looks, 3U);
}

TEST(CoverageMap, leaves_out_ground_on_which_a_person_is_no_pixel_and_the_sky) {
  CoverageMap map;
  map.look({at_s(0)}, camera(-10), level());
  ASSERT_FALSE(map.cells().empty());
  double farthest_m = 0;
  for (const auto& [place, cell] : map.cells()) {
    EXPECT_GE(cell.best_px_per_m, 1);
    farthest_m = std::max(farthest_m, 5 * std::hypot(place.first, place.second));
  }
  EXPECT_LT(farthest_m, 400) << "from the first square";
}

TEST(CoverageMap, calls_ground_poor_until_a_better_look_and_then_goes_by_that_one) {
  CoverageMap map;
  map.look({at_s(0), true}, camera(-90), level());
  for (const auto& [place, cell] : map.cells()) EXPECT_EQ(cell.poor_looks, cell.looks);
  map.look({at_s(2), false}, camera(-90, 220), level());
  std::size_t better = 0;
  for (const auto& [place, cell] : map.cells()) {
    if (cell.looks < 2) continue;
    ++better;
    EXPECT_EQ(cell.poor_looks, 1U);
    EXPECT_NEAR(cell.best_px_per_m, 640 / 99.4, 0.4) << "by the look from twice as high";
  }
  EXPECT_GT(better, 50U);
}

TEST(CoverageMap, gives_the_corners_of_its_squares_on_the_earth) {
  CoverageMap map;
  EXPECT_TRUE(map.corners(0, 0).empty());
  map.look({at_s(0)}, camera(-90), level());
  const auto corners = map.corners(0, 0, 2);
  ASSERT_EQ(corners.size(), 4U);
  EXPECT_NEAR((corners[1].first - corners[0].first) * 111'320 * std::cos(51 * std::numbers::pi / 180), 10,
              0.1);
  EXPECT_NEAR((corners[2].second - corners[1].second) * 111'250, 5, 0.05);
}

}  // namespace
}  // namespace nightjar
