#include "tools/locate/record_locator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace nightjar {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// 1,000 m over the ellipsoid, 45 degrees down to the north: level ground is met 1,000 m ahead.
LocatableRecord record() {
  LocatableRecord record;
  Telemetry& t = record.telemetry;
  t.latitude_deg = 51;
  t.longitude_deg = -1.3;
  t.height_m = 1000;
  t.heading_deg = t.pitch_deg = t.roll_deg = t.gimbal_yaw_deg = t.gimbal_roll_deg = 0;
  t.gimbal_pitch_deg = -45;
  t.hfov_deg = 20;
  t.vfov_deg = 16;
  return record;
}

constexpr double kNorthDegree_m = 111'248;

double ahead_m(const LocatedRecord& located) {
  return (located.hit.value().latitude_deg - 51) * kNorthDegree_m;
}

TEST(RecordLocator, takes_the_level_that_was_told_before_what_the_platform_says) {
  LocatableRecord all = record();
  all.centre_height_m = 100;
  all.slant_range_m = 1131;  // to 200 m
  const LocatedRecord told = RecordLocator({.ground_m = 0}).locate(all);
  EXPECT_EQ(told.surface, "ground");
  EXPECT_NEAR(ahead_m(told), 1000, 1);
  EXPECT_NEAR(told.hit->slant_range_m, 1414, 1);
  const LocatedRecord centre = RecordLocator({}).locate(all);
  EXPECT_EQ(centre.surface, "frame_centre");
  EXPECT_NEAR(ahead_m(centre), 900, 1);
  all.centre_height_m = std::nullopt;
  const LocatedRecord slant = RecordLocator({}).locate(all);
  EXPECT_EQ(slant.surface, "slant_range");
  EXPECT_NEAR(ahead_m(slant), 800, 1);
  EXPECT_NEAR(slant.hit->slant_range_m, 1131, 0.1);
  EXPECT_THAT(slant.notes, IsEmpty());
}

TEST(RecordLocator, says_why_there_is_no_point) {
  EXPECT_THAT(RecordLocator({}).locate(record()).notes, Contains(HasSubstr("no ground")));
  LocatableRecord blind = record();
  blind.telemetry.gimbal_pitch_deg = std::nullopt;
  blind.telemetry.height_m = std::nullopt;
  EXPECT_THAT(RecordLocator({.ground_m = 0}).locate(blind).notes,
              ElementsAre("no line of sight, not known: height, sensor elevation"));
  LocatableRecord upwards = record();
  upwards.telemetry.gimbal_pitch_deg = 3;
  const LocatedRecord sky = RecordLocator({.ground_m = 0}).locate(upwards);
  EXPECT_FALSE(sky.hit);
  EXPECT_THAT(sky.notes, ElementsAre("the line of sight does not meet the surface: ground"));
}

TEST(RecordLocator, leaves_a_damaged_record_with_its_own_note) {
  LocatableRecord damaged;
  damaged.notes = {"the checksum is wrong"};
  const LocatedRecord located = RecordLocator({.ground_m = 0}).locate(damaged);
  EXPECT_FALSE(located.hit);
  EXPECT_THAT(located.notes, ElementsAre("the checksum is wrong"));
}

TEST(RecordLocator, needs_a_field_of_view_for_pixels_but_not_for_the_middle) {
  LocatableRecord zoomed = record();
  zoomed.telemetry.hfov_deg = zoomed.telemetry.vfov_deg = std::nullopt;
  EXPECT_NEAR(ahead_m(RecordLocator({.ground_m = 0}).locate(zoomed)), 1000, 1);
  const LocatedRecord pixel =
      RecordLocator({.pixel = Eigen::Vector2d(10, 10), .size = {640, 512}, .ground_m = 0}).locate(zoomed);
  EXPECT_FALSE(pixel.hit);
  EXPECT_THAT(pixel.notes, ElementsAre("no line of sight, not known: field of view"));
}

TEST(RecordLocator, places_pixels_by_the_field_of_view) {
  const auto at = [](double u, double v) {
    return RecordLocator({.pixel = Eigen::Vector2d(u, v), .size = {640, 512}, .ground_m = 0})
        .locate(record());
  };
  EXPECT_NEAR(ahead_m(at(319.5, 255.5)), 1000, 1);
  EXPECT_NEAR(ahead_m(at(319.5, -0.5)), 1000 * std::tan((45 + 8) * 3.14159265 / 180), 2);
  EXPECT_GT(at(600, 255.5).hit->longitude_deg, -1.3);
}

TEST(RecordLocator, states_more_error_for_worse_poses_and_no_more_than_the_range_allows) {
  LocatableRecord flat = record();
  flat.telemetry.gimbal_pitch_deg = -4;
  flat.slant_range_m = 10'000;
  const LocatedRecord good = RecordLocator({.pose_error = {1, 0.1}}).locate(flat);
  const LocatedRecord bad = RecordLocator({.pose_error = {1, 2}}).locate(flat);
  EXPECT_EQ(good.surface, "slant_range");
  EXPECT_LT(good.ce90_m, 250);
  EXPECT_GT(bad.ce90_m, good.ce90_m);
  EXPECT_LT(bad.ce90_m, 1000);
}

TEST(RecordLocator, gives_no_wrong_point_near_poles_nor_of_what_is_no_number) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double latitude_deg : {90.0, -90.0, nan}) {
    LocatableRecord odd = record();
    odd.telemetry.latitude_deg = latitude_deg;
    EXPECT_FALSE(RecordLocator({.ground_m = 0}).locate(odd).hit);
  }
  LocatableRecord odd = record();
  odd.telemetry.longitude_deg = nan;
  odd.slant_range_m = nan;
  EXPECT_FALSE(RecordLocator({.ground_m = 0}).locate(odd).hit);
}

TEST(RecordLocator, crosses_the_date_line) {
  LocatableRecord east = record();
  east.telemetry.longitude_deg = 179.9999;
  east.telemetry.heading_deg = 90;
  const LocatedRecord located = RecordLocator({.ground_m = 0}).locate(east);
  EXPECT_NEAR(located.hit.value().longitude_deg,
              -180 + 1000 / (111'412 * std::cos(51 * 3.14159265 / 180)) - 0.0001, 2e-5);
}

}  // namespace
}  // namespace nightjar
