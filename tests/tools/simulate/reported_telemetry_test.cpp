#include "tools/simulate/drone/reported_telemetry.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace nightjar {
namespace {

constexpr double kSeconds = 60;
constexpr double kFps = 15;

DroneFlight flight() {
  DroneSceneOptions options;
  options.seed = 3;
  options.seconds = kSeconds;
  return DroneFlight(options);
}

std::vector<ReportedRecord> reported(const TelemetryOptions& options, std::uint64_t seed = 3) {
  return reported_telemetry(flight(), kSeconds, kFps, seed, options);
}

/// North, east, up in metres, heading, pitch, roll in degrees: reported less true.
std::array<double, 6> error_of(const ReportedRecord& record) {
  const Telemetry truth = flight().telemetry_at(record.stated_s);
  const Telemetry& told = record.telemetry;
  const cv::Point2d way = local_from_wgs84(*told.latitude_deg, *told.longitude_deg) -
                          local_from_wgs84(*truth.latitude_deg, *truth.longitude_deg);
  return {way.y,
          way.x,
          *told.height_m - *truth.height_m,
          *told.heading_deg - *truth.heading_deg,
          *told.pitch_deg - *truth.pitch_deg,
          *told.roll_deg - *truth.roll_deg};
}

TEST(ReportedTelemetry, is_exact_for_each_frame_where_nothing_was_chosen) {
  const auto records = reported({});
  ASSERT_EQ(records.size(), 900U);
  for (const ReportedRecord& record : records)
    for (const double error : error_of(record)) EXPECT_NEAR(error, 0, 1e-9);
}

TEST(ReportedTelemetry, spreads_normal_errors_as_chosen_on_every_axis_for_itself) {
  TelemetryOptions options;
  options.errors = TelemetryErrors::normal;
  options.position_m = 2;
  options.attitude_deg = 0.5;
  std::array<double, 6> mean{}, square{};
  double mixed = 0, follows = 0, before = 0;
  const auto records = reported(options);
  for (const ReportedRecord& record : records) {
    const auto error = error_of(record);
    for (std::size_t axis = 0; axis < 6; ++axis) {
      mean[axis] += error[axis] / 900;
      square[axis] += error[axis] * error[axis] / 900;
    }
    mixed += error[0] * error[1] / 900;
    follows += error[0] * before / 900;
    before = error[0];
  }
  for (std::size_t axis = 0; axis < 6; ++axis) {
    const double size = axis < 3 ? 2 : 0.5;
    EXPECT_NEAR(mean[axis], 0, 0.15 * size) << axis;
    EXPECT_NEAR(std::sqrt(square[axis]), size, 0.1 * size) << axis;
  }
  EXPECT_NEAR(mixed, 0, 0.5);    // of 4 were they one
  EXPECT_NEAR(follows, 0, 0.5);  // from record to record
}

TEST(ReportedTelemetry, keeps_a_bias_for_the_whole_flight_and_lets_the_seed_draw_its_signs) {
  TelemetryOptions options;
  options.errors = TelemetryErrors::bias;
  options.position_m = 2;
  options.attitude_deg = 1.5;
  const auto first = error_of(reported(options).front());
  for (const ReportedRecord& record : reported(options)) {
    const auto error = error_of(record);
    for (std::size_t axis = 0; axis < 6; ++axis) {
      EXPECT_NEAR(std::fabs(error[axis]), axis < 3 ? 2 : 1.5, 0.01);
      EXPECT_NEAR(error[axis], first[axis], 0.01);
    }
  }
  bool other_signs = false;
  for (std::uint64_t seed = 4; seed < 10; ++seed)
    other_signs = other_signs || error_of(reported(options, seed).front())[0] * first[0] < 0;
  EXPECT_TRUE(other_signs);
}

TEST(ReportedTelemetry, comes_late_leaves_gaps_and_keeps_its_own_rate) {
  TelemetryOptions options;
  options.delay_s = 0.4;
  options.hz = 5;
  options.gaps = {{10, 12.5}, {50, 51}};
  const auto records = reported(options);
  EXPECT_EQ(records.size(), 300U - 13U - 5U);  // 10.0 to 12.4, 50.0 to 50.8
  for (const ReportedRecord& record : records) {
    EXPECT_FALSE(record.stated_s >= 10 && record.stated_s < 12.5);
    const Telemetry truth = flight().telemetry_at(std::max(0.0, record.stated_s - 0.4));
    EXPECT_EQ(record.telemetry.latitude_deg, truth.latitude_deg);
    EXPECT_EQ(record.telemetry.gimbal_pitch_deg, truth.gimbal_pitch_deg);
  }
}

TEST(ReportedTelemetry, is_the_same_outside_of_a_gap_as_without_it) {
  TelemetryOptions options;
  options.errors = TelemetryErrors::normal;
  options.position_m = 1;
  options.attitude_deg = 1;
  const auto whole = reported(options);
  options.gaps = {{5, 6}};
  const auto holed = reported(options);
  ASSERT_EQ(holed.size(), whole.size() - 15);
  EXPECT_EQ(holed.back().telemetry.latitude_deg, whole.back().telemetry.latitude_deg);
}

}  // namespace
}  // namespace nightjar
