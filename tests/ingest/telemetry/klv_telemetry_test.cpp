#include "ingest/telemetry/klv_telemetry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/ingest/telemetry/made_klv.hpp"

namespace nightjar {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr double kRadPerDeg = std::numbers::pi / 180;
constexpr double kSlant_m = 2000;

/// A drone over level ground, whose sensor looks a known way; what it reports is right.
MisbPacket seen(const Eigen::Matrix3d& ned_from_sensor_axes, int index = 0) {
  const Geoid geoid;
  MisbPacket packet;
  packet.sound = true;
  packet.measured_at = CaptureTime(std::chrono::seconds(1'700'000'000 + index));
  packet.sensor_latitude_deg = 51;
  packet.sensor_longitude_deg = -1.3;
  packet.sensor_msl_m = 1200;
  packet.hfov_deg = 10;
  packet.vfov_deg = 8;
  packet.slant_range_m = kSlant_m;
  const Eigen::Vector3d point = ned_from_sensor_axes.col(0) * kSlant_m;
  constexpr double kNorthDegree_m = 111'248;  // at 51 degrees of latitude
  packet.centre_latitude_deg = 51 + point.x() / kNorthDegree_m;
  packet.centre_longitude_deg = -1.3 + point.y() / (111'412 * std::cos(51 * kRadPerDeg));
  packet.centre_msl_m = 1200 - point.z();
  return packet;
}

MisbPacket with_angles(MisbPacket packet, const Eigen::Vector3d& platform_deg,
                       const Eigen::Vector3d& sensor_deg) {
  packet.heading_deg = platform_deg.x();
  packet.pitch_deg = platform_deg.y();
  packet.roll_deg = platform_deg.z();
  packet.sensor_azimuth_deg = sensor_deg.x();
  packet.sensor_elevation_deg = sensor_deg.y();
  packet.sensor_roll_deg = sensor_deg.z();
  return packet;
}

Eigen::Matrix3d turned(const Eigen::Vector3d& yaw_pitch_roll_deg) {
  return rotation_of(yaw_pitch_roll_deg.x(), yaw_pitch_roll_deg.y(), yaw_pitch_roll_deg.z());
}

/// As the standard says.
MisbPacket relative(int index = 0) {
  const Eigen::Vector3d platform(200 + index, 4, -6);
  const Eigen::Vector3d sensor(250, -30, 2);
  return with_angles(seen(turned(platform) * turned(sensor), index), platform, sensor);
}

MisbPacket absolute(int index = 0) {
  const Eigen::Vector3d sensor(75, -20, 0);
  return with_angles(seen(turned(sensor), index), {200.0 + index, 3, -4}, sensor);
}

MisbPacket half_absolute(int index = 0) {
  const Eigen::Vector3d sensor(75, -20, 0);
  return with_angles(seen(rotation_of(20.0 + index, 0, 0) * turned(sensor), index), {20.0 + index, 6, -9},
                     sensor);
}

Eigen::Vector3d line_of_sight(const Telemetry& t) {
  return rotation_of(*t.heading_deg, *t.pitch_deg, *t.roll_deg) *
         rotation_of(*t.gimbal_yaw_deg, *t.gimbal_pitch_deg, *t.gimbal_roll_deg).col(0);
}

void weigh_all(KlvTelemetry& stream, MisbPacket (*make)(int)) {
  for (int i = 0; i < 5; ++i) stream.weigh(make(i));
}

TEST(KlvTelemetry, takes_angles_as_the_standard_says_where_they_hit_the_frame_centre) {
  KlvTelemetry stream;
  weigh_all(stream, relative);
  const KlvReadout readout = stream.read(relative());
  EXPECT_EQ(stream.evidence().choice(), AngleOrigin::platform);
  EXPECT_DOUBLE_EQ(readout.telemetry.gimbal_yaw_deg.value(), 250);
  EXPECT_DOUBLE_EQ(readout.telemetry.heading_deg.value(), 200);
  EXPECT_THAT(readout.notes, Contains(HasSubstr("relative to the platform, as the standard says")));
  EXPECT_TRUE(readout.centre_height_m);
  EXPECT_LT(stream.evidence().error_deg(AngleOrigin::platform).value(), 0.1);
}

TEST(KlvTelemetry, finds_an_absolute_azimuth_and_keeps_the_line_of_sight) {
  KlvTelemetry stream;
  weigh_all(stream, absolute);
  const KlvReadout readout = stream.read(absolute());
  EXPECT_EQ(stream.evidence().choice(), AngleOrigin::north_and_level);
  EXPECT_DOUBLE_EQ(readout.telemetry.heading_deg.value(), 200);
  EXPECT_NEAR((line_of_sight(readout.telemetry) - rotation_of(75, -20, 0).col(0)).norm(), 0, 1e-9);
  EXPECT_THAT(readout.notes, Contains(HasSubstr("absolute, from true north")));
}

TEST(KlvTelemetry, finds_an_elevation_that_is_from_the_horizon) {
  KlvTelemetry stream;
  weigh_all(stream, half_absolute);
  const KlvReadout readout = stream.read(half_absolute());
  EXPECT_EQ(stream.evidence().choice(), AngleOrigin::heading_and_level);
  EXPECT_NEAR((line_of_sight(readout.telemetry) - rotation_of(95, -20, 0).col(0)).norm(), 0, 1e-9);
}

TEST(KlvTelemetry, needs_no_platform_where_the_sensor_is_absolute) {
  const auto bare = [](int i) {
    MisbPacket packet = absolute(i);
    packet.heading_deg = packet.pitch_deg = packet.roll_deg = std::nullopt;
    return packet;
  };
  KlvTelemetry stream;
  weigh_all(stream, bare);
  const KlvReadout readout = stream.read(bare(0));
  EXPECT_NEAR((line_of_sight(readout.telemetry) - rotation_of(75, -20, 0).col(0)).norm(), 0, 1e-9);
}

TEST(KlvTelemetry, says_the_convention_once) {
  KlvTelemetry stream;
  weigh_all(stream, absolute);
  EXPECT_THAT(stream.read(absolute(0)).notes, Contains(HasSubstr("tag 18")));
  EXPECT_THAT(stream.read(absolute(1)).notes, IsEmpty());
}

TEST(KlvTelemetry, goes_by_the_standard_where_nothing_tells) {
  MisbPacket packet = absolute();
  packet.centre_latitude_deg = std::nullopt;
  KlvTelemetry stream;
  stream.weigh(packet);
  const KlvReadout readout = stream.read(packet);
  EXPECT_DOUBLE_EQ(readout.telemetry.gimbal_yaw_deg.value(), 75);
  EXPECT_THAT(readout.notes, Contains(HasSubstr("nothing in the stream checks it")));
  EXPECT_FALSE(readout.reported_centre);
}

TEST(KlvTelemetry, one_lying_packet_does_not_change_the_reading_of_the_others) {
  KlvTelemetry stream;
  weigh_all(stream, relative);
  stream.weigh(absolute());
  EXPECT_EQ(stream.evidence().choice(), AngleOrigin::platform);
  const KlvReadout odd = stream.read(absolute());
  EXPECT_FALSE(odd.telemetry.gimbal_yaw_deg);
  EXPECT_THAT(odd.notes, Contains(HasSubstr("its angles mean something else")));
  EXPECT_TRUE(stream.read(relative()).telemetry.gimbal_yaw_deg);
}

TEST(KlvTelemetry, a_wrong_frame_centre_alone_does_not_unmake_the_angles) {
  KlvTelemetry stream;
  weigh_all(stream, relative);
  MisbPacket packet = relative();
  packet.centre_latitude_deg = 51.2;
  EXPECT_TRUE(stream.read(packet).telemetry.gimbal_yaw_deg);
}

TEST(KlvTelemetry, uses_the_frame_centres_elevation_only_where_it_agrees) {
  const auto wrong = [](int i) {
    MisbPacket packet = relative(i);
    packet.centre_msl_m = *packet.centre_msl_m - 300;
    return packet;
  };
  KlvTelemetry stream;
  weigh_all(stream, wrong);
  EXPECT_EQ(stream.evidence().choice(), AngleOrigin::platform);
  const KlvReadout first = stream.read(wrong(0));
  EXPECT_FALSE(first.centre_height_m);
  EXPECT_THAT(first.notes, Contains(HasSubstr("(tag 25)")));
  EXPECT_THAT(stream.read(wrong(1)).notes, IsEmpty());
  EXPECT_TRUE(stream.read(relative(2)).centre_height_m);
}

TEST(KlvTelemetry, puts_heights_above_mean_sea_level_on_the_ellipsoid) {
  const double geoid_m = Geoid().separation_m(51, -1.3).value();
  KlvTelemetry stream;
  weigh_all(stream, relative);
  const KlvReadout readout = stream.read(relative());
  EXPECT_NEAR(readout.telemetry.height_m.value(), 1200 + geoid_m, 1e-6);
  EXPECT_NEAR(readout.centre_height_m.value(), *relative().centre_msl_m + geoid_m, 0.2);
}

TEST(KlvTelemetry, takes_the_ellipsoid_height_first_and_says_where_it_contradicts_the_other) {
  MisbPacket packet = relative();
  packet.sensor_height_m = 1200;
  KlvTelemetry stream;
  const KlvReadout readout = stream.read(packet);
  EXPECT_DOUBLE_EQ(readout.telemetry.height_m.value(), 1200);
  EXPECT_THAT(readout.notes, Contains(HasSubstr("heights contradict each other by 47 m")));
  EXPECT_THAT(stream.read(packet).notes, Not(Contains(HasSubstr("contradict"))));
}

TEST(KlvTelemetry, a_field_of_view_of_zero_is_not_known) {
  MisbPacket packet = relative();
  packet.hfov_deg = 0;
  packet.vfov_deg = 180;
  KlvTelemetry stream;
  const KlvReadout readout = stream.read(packet);
  EXPECT_FALSE(readout.telemetry.hfov_deg);
  EXPECT_FALSE(readout.telemetry.vfov_deg);
}

TEST(KlvTelemetry, of_a_packet_that_is_not_sound_it_tells_the_notes_alone) {
  MisbPacket packet = relative();
  packet.sound = false;
  packet.notes = {"the checksum is wrong"};
  KlvTelemetry stream;
  stream.weigh(packet);
  EXPECT_EQ(stream.evidence().packets(), 0U);
  const KlvReadout readout = stream.read(packet);
  EXPECT_FALSE(readout.timed);
  EXPECT_FALSE(readout.telemetry.latitude_deg);
  EXPECT_THAT(readout.notes, ::testing::ElementsAre("the checksum is wrong"));
}

TEST(KlvTelemetry, survives_poles_the_date_line_and_places_on_top_of_each_other) {
  for (const double latitude_deg : {-90.0, 90.0, 0.0}) {
    for (const double longitude_deg : {180.0, -180.0, 0.0}) {
      MisbPacket packet = relative();
      packet.sensor_latitude_deg = packet.centre_latitude_deg = latitude_deg;
      packet.sensor_longitude_deg = packet.centre_longitude_deg = longitude_deg;
      KlvTelemetry stream;
      stream.weigh(packet);
      const KlvReadout readout = stream.read(packet);
      EXPECT_TRUE(std::isfinite(readout.telemetry.height_m.value()));
    }
  }
}

TEST(KlvTelemetry, weighs_a_sight_across_the_date_line) {
  const auto across = [](int i) {
    MisbPacket packet = relative(i);
    const double shift_deg = 180 + 1.3 - 0.0001;
    packet.sensor_longitude_deg = std::remainder(*packet.sensor_longitude_deg + shift_deg, 360);
    packet.centre_longitude_deg = std::remainder(*packet.centre_longitude_deg + shift_deg, 360);
    return packet;
  };
  KlvTelemetry stream;
  weigh_all(stream, across);
  EXPECT_LT(stream.evidence().error_deg(AngleOrigin::platform).value(), 0.1);
}

class OnRealFlights : public ::testing::TestWithParam<std::pair<const char*, AngleOrigin>> {};

TEST_P(OnRealFlights, finds_what_their_angles_mean) {
  const std::filesystem::path file =
      std::filesystem::path(NIGHTJAR_SHARED_DATA) / "telemetry" / GetParam().first;
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the recorded flights are not here";
  KlvTelemetry stream;
  for (const MisbPacket& packet : packets_in(bytes_of(file))) stream.weigh(packet);
  EXPECT_EQ(stream.evidence().choice(), GetParam().second) << stream.evidence().words();
  EXPECT_LT(stream.evidence().error_deg(GetParam().second).value(), 1) << stream.evidence().words();
}

INSTANTIATE_TEST_SUITE_P(Telemetry, OnRealFlights,
                         ::testing::Values(std::pair{"cheyenne_first100.klv", AngleOrigin::platform},
                                           std::pair{"day_flight.klv", AngleOrigin::north_and_level},
                                           std::pair{"night_flight_ir.klv", AngleOrigin::north_and_level}),
                         [](const auto& flight) {
                           return std::filesystem::path(flight.param.first).stem().string();
                         });

}  // namespace
}  // namespace nightjar
