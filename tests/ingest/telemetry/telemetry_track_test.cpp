#include "ingest/telemetry/telemetry_track.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace nightjar {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const CaptureTime kStart{seconds(1795291200)};

Telemetry record_at(milliseconds after, double heading_deg = 0, double gimbal_pitch_deg = 0) {
  Telemetry record;
  record.measured_at = kStart + after;
  record.latitude_deg = 51 + 1e-6 * static_cast<double>(after.count());
  record.longitude_deg = -1;
  record.height_m = 100 + static_cast<double>(after.count()) / 100;
  record.heading_deg = heading_deg;
  record.pitch_deg = 0;
  record.roll_deg = 0;
  record.gimbal_yaw_deg = 0;
  record.gimbal_pitch_deg = gimbal_pitch_deg;
  record.gimbal_roll_deg = 0;
  record.hfov_deg = 60;
  record.vfov_deg = 45;
  return record;
}

double apart_deg(double a_deg, double b_deg) {
  return std::abs(std::remainder(a_deg - b_deg, 360));
}

TEST(TelemetryTrack, goes_straight_between_records) {
  TelemetryTrack track;
  track.add(record_at(milliseconds(1000)));
  track.add(record_at(milliseconds(0)));  // in any order
  const auto state = track.at(kStart + milliseconds(250));
  ASSERT_TRUE(state);
  EXPECT_EQ(state->measured_at, kStart + milliseconds(250));
  EXPECT_NEAR(*state->latitude_deg, 51.00025, 1e-9);
  EXPECT_NEAR(*state->height_m, 102.5, 1e-9);
  EXPECT_NEAR(*state->hfov_deg, 60, 1e-9);
}

TEST(TelemetryTrack, gives_a_record_itself_at_its_time_even_beside_a_gap) {
  TelemetryTrack track;
  track.add(record_at(milliseconds(0), 123));
  track.add(record_at(seconds(60), 321));
  EXPECT_EQ(track.at(kStart)->heading_deg, 123);
  EXPECT_EQ(track.at(kStart + seconds(60))->heading_deg, 321);
}

TEST(TelemetryTrack, never_extrapolates_and_knows_nothing_in_a_long_gap) {
  TelemetryTrack track;
  EXPECT_FALSE(track.at(kStart));
  track.add(record_at(milliseconds(0)));
  track.add(record_at(milliseconds(2000)));
  track.add(record_at(milliseconds(4001)));
  EXPECT_FALSE(track.at(kStart - milliseconds(1)));
  EXPECT_FALSE(track.at(kStart + milliseconds(4002)));
  EXPECT_TRUE(track.at(kStart + milliseconds(1999)));
  EXPECT_FALSE(track.at(kStart + milliseconds(2001)));
}

TEST(TelemetryTrack, turns_the_short_way_across_north_and_south) {
  const double pairs[][3] = {{350, 10, 0},     {10, 350, 0},    {170, -170, 180},
                             {-170, 170, 180}, {179, 181, 180}, {725, 715, 0}};
  for (const auto& [from_deg, to_deg, half_deg] : pairs) {
    TelemetryTrack track;
    track.add(record_at(milliseconds(0), from_deg));
    track.add(record_at(milliseconds(1000), to_deg));
    const auto state = track.at(kStart + milliseconds(500));
    EXPECT_LT(apart_deg(*state->heading_deg, half_deg), 1e-6) << from_deg << " to " << to_deg;
    EXPECT_LT(apart_deg(*state->pitch_deg, 0), 1e-6);
    EXPECT_LT(apart_deg(*state->roll_deg, 0), 1e-6);
  }
}

TEST(TelemetryTrack, interpolates_attitude_as_one_rotation) {
  // Yaw 90 and roll 90 make the rotation that carries x to y, y to z, z to x: 120 degrees about (1,1,1). A
  // third of the way is 40 degrees about the same axis; averaging the angles would give another attitude.
  Telemetry from = record_at(milliseconds(0));
  Telemetry to = record_at(milliseconds(900));
  to.heading_deg = 90;
  to.pitch_deg = 0;
  to.roll_deg = 90;
  TelemetryTrack track;
  track.add(from);
  track.add(to);
  const auto state = track.at(kStart + milliseconds(300));
  const double a = 40 * std::numbers::pi / 180;
  const double diagonal = (1 + 2 * std::cos(a)) / 3;                          // of the rotation matrix
  const double off = (1 - std::cos(a)) / 3 + std::sin(a) / std::sqrt(3.0);    // m10, m21, m02
  const double other = (1 - std::cos(a)) / 3 - std::sin(a) / std::sqrt(3.0);  // m20, m01, m12
  const double deg = 180 / std::numbers::pi;
  EXPECT_NEAR(*state->heading_deg, std::atan2(off, diagonal) * deg, 1e-6);
  EXPECT_NEAR(*state->pitch_deg, std::asin(-other) * deg, 1e-6);
  EXPECT_NEAR(*state->roll_deg, std::atan2(off, diagonal) * deg, 1e-6);
}

TEST(TelemetryTrack, keeps_looking_straight_down_where_both_records_do) {
  TelemetryTrack track;
  track.add(record_at(milliseconds(0), 0, -90));
  Telemetry turned = record_at(milliseconds(1000), 0, -90);
  turned.gimbal_yaw_deg = 40;
  track.add(turned);
  const auto state = track.at(kStart + milliseconds(500));
  EXPECT_NEAR(*state->gimbal_pitch_deg, -90, 1e-5);
  EXPECT_LT(apart_deg(*state->gimbal_yaw_deg - *state->gimbal_roll_deg, 20), 1e-5);
}

TEST(TelemetryTrack, leaves_absent_what_one_of_two_records_does_not_say) {
  TelemetryTrack track;
  Telemetry from = record_at(milliseconds(0), 350);
  from.pitch_deg.reset();
  from.hfov_deg.reset();
  track.add(from);
  track.add(record_at(milliseconds(1000), 20));
  const auto state = track.at(kStart + milliseconds(500));
  EXPECT_FALSE(state->pitch_deg);
  EXPECT_FALSE(state->hfov_deg);
  EXPECT_LT(apart_deg(*state->heading_deg, 5), 1e-9);
  EXPECT_TRUE(state->vfov_deg);
}

TEST(TelemetryTrack, crosses_the_date_line) {
  TelemetryTrack track;
  Telemetry from = record_at(milliseconds(0));
  Telemetry to = record_at(milliseconds(1000));
  from.longitude_deg = 179.9;
  to.longitude_deg = -179.9;
  track.add(from);
  track.add(to);
  EXPECT_LT(apart_deg(*track.at(kStart + milliseconds(500))->longitude_deg, 180), 1e-9);
}

TEST(TelemetryTrack, keeps_only_what_it_is_told_and_begins_anew_when_the_clock_goes_back) {
  TelemetryTrack track(TelemetryTrackOptions{.keep = seconds(10)});
  for (int s = 0; s <= 60; ++s) track.add(record_at(seconds(s)));
  EXPECT_EQ(track.size(), 11U);
  track.add(record_at(std::chrono::hours(1000)));  // one record from the future
  track.add(record_at(seconds(61)));
  track.add(record_at(seconds(62)));
  EXPECT_TRUE(track.at(kStart + milliseconds(61500)));
}

}  // namespace
}  // namespace nightjar
