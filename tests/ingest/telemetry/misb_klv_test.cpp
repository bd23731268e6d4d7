#include "ingest/telemetry/misb_klv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/telemetry/made_packet.hpp"
#include "tools/simulate/misb_packet.hpp"

namespace nightjar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MisbKlv, tells_each_tag_in_degrees_and_metres) {
  const MisbPacket packet = only_packet(full_packet());
  EXPECT_TRUE(packet.sound);
  EXPECT_THAT(packet.notes, IsEmpty());
  EXPECT_EQ(packet.unread_tags, 0U);
  EXPECT_EQ(packet.size, full_packet().size());
  EXPECT_EQ(packet.measured_at.value().time_since_epoch(), std::chrono::microseconds(kNow_us));
  EXPECT_NEAR(packet.heading_deg.value(), 340, 0.003);
  EXPECT_NEAR(packet.pitch_deg.value(), -4.9, 0.0004);
  EXPECT_NEAR(packet.roll_deg.value(), 3.5, 0.001);
  EXPECT_NEAR(packet.sensor_latitude_deg.value(), 51.0001, 3e-8);
  EXPECT_NEAR(packet.sensor_longitude_deg.value(), -1.3502, 5e-8);
  EXPECT_NEAR(packet.sensor_msl_m.value(), 123.25, 0.16);
  EXPECT_NEAR(packet.sensor_height_m.value(), 170.25, 0.16);
  EXPECT_NEAR(packet.hfov_deg.value(), 32.9, 0.002);
  EXPECT_NEAR(packet.vfov_deg.value(), 26.6, 0.002);
  EXPECT_NEAR(packet.sensor_azimuth_deg.value(), 352.75, 1e-6);
  EXPECT_NEAR(packet.sensor_elevation_deg.value(), -84.5, 1e-6);
  EXPECT_NEAR(packet.sensor_roll_deg.value(), 359.6, 1e-6);
  EXPECT_NEAR(packet.slant_range_m.value(), 71.5, 0.001);
  EXPECT_NEAR(packet.centre_latitude_deg.value(), 51.0002, 3e-8);
  EXPECT_NEAR(packet.centre_longitude_deg.value(), -1.3501, 5e-8);
  EXPECT_NEAR(packet.centre_msl_m.value(), 53.5, 0.16);
  EXPECT_EQ(packet.version, 13);
  EXPECT_FALSE(packet.centre_height_m);
}

// The example values that the standard prints beside its tags.
TEST(MisbKlv, reads_the_standards_own_examples) {
  const MisbPacket packet = only_packet(MadeKlv()
                                            .number(5, 0x71C2, 2)
                                            .number(6, 0xFD3D, 2)
                                            .number(7, 0x08B8, 2)
                                            .number(13, 0x5595B66D, 4)
                                            .number(14, 0x5B5360C4, 4)
                                            .number(15, 0xC221, 2)
                                            .number(16, 0xCD9C, 2)
                                            .number(17, 0xD917, 2)
                                            .number(18, 0x724A0A20, 4)
                                            .number(19, 0x87F84B86, 4)
                                            .number(20, 0x7DC55ECE, 4)
                                            .number(21, 0x03830926, 4)
                                            .number(23, 0xF101A229, 4)
                                            .number(24, 0x14BC082B, 4)
                                            .number(25, 0x34F3, 2)
                                            .packet());
  EXPECT_NEAR(packet.heading_deg.value(), 159.9744, 1e-4);
  EXPECT_NEAR(packet.pitch_deg.value(), -0.4315251, 1e-4);
  EXPECT_NEAR(packet.roll_deg.value(), 3.405814, 1e-4);
  EXPECT_NEAR(packet.sensor_latitude_deg.value(), 60.17682296, 1e-7);
  EXPECT_NEAR(packet.sensor_longitude_deg.value(), 128.42675904, 1e-7);
  EXPECT_NEAR(packet.sensor_msl_m.value(), 14190.72, 0.01);
  EXPECT_NEAR(packet.hfov_deg.value(), 144.5713, 1e-4);
  EXPECT_NEAR(packet.vfov_deg.value(), 152.6436, 1e-4);
  EXPECT_NEAR(packet.sensor_azimuth_deg.value(), 160.71921147, 1e-6);
  EXPECT_NEAR(packet.sensor_elevation_deg.value(), -168.79232483, 1e-6);
  EXPECT_NEAR(packet.sensor_roll_deg.value(), 176.86543764, 1e-6);
  EXPECT_NEAR(packet.slant_range_m.value(), 68590.98, 0.01);
  EXPECT_NEAR(packet.centre_latitude_deg.value(), -10.54238863, 1e-7);
  EXPECT_NEAR(packet.centre_longitude_deg.value(), 29.15789012, 1e-7);
  EXPECT_NEAR(packet.centre_msl_m.value(), 3216.037, 0.01);
}

TEST(MisbKlv, reads_what_the_simulator_writes) {
  Telemetry telemetry;
  telemetry.measured_at = CaptureTime(std::chrono::microseconds(kNow_us));
  telemetry.latitude_deg = 51.0001;
  telemetry.longitude_deg = 179.99999;
  telemetry.height_m = 170.25;
  telemetry.heading_deg = -20;
  telemetry.pitch_deg = -45;  // more than tag 6 can say
  SeenGround ground;
  ground.centre = {51.0002, -179.99999, 53.5};
  ground.corners[2] = {51.0012, 179.9998, 53};
  const MisbPacket packet = only_packet(misb_packet(telemetry, 46.9, ground));
  EXPECT_TRUE(packet.sound);
  EXPECT_EQ(packet.measured_at, telemetry.measured_at);
  EXPECT_NEAR(packet.heading_deg.value(), 340, 0.003);
  EXPECT_FALSE(packet.pitch_deg);
  EXPECT_THAT(packet.notes, ElementsAre("pitch (tag 6) is out of range"));
  ASSERT_TRUE(packet.corners[2]);
  EXPECT_NEAR(packet.corners[2]->latitude_deg, 51.0012, 3e-6);
  EXPECT_NEAR(packet.corners[2]->longitude_deg, 179.9998, 3e-6);
}

TEST(MisbKlv, the_most_negative_number_is_out_of_range_and_never_an_angle) {
  const MisbPacket packet = only_packet(MadeKlv()
                                            .number(6, 0x8000, 2)
                                            .number(13, 0x80000000, 4)
                                            .number(14, 0x80000001, 4)
                                            .number(19, 0x80000000, 4)
                                            .packet());
  EXPECT_TRUE(packet.sound);
  EXPECT_FALSE(packet.pitch_deg);
  EXPECT_FALSE(packet.sensor_latitude_deg);
  EXPECT_EQ(packet.sensor_longitude_deg, -180);
  EXPECT_FALSE(packet.sensor_elevation_deg);
  EXPECT_THAT(packet.notes,
              ElementsAre("pitch (tag 6) is out of range", "sensor latitude (tag 13) is out of range",
                          "sensor elevation (tag 19) is out of range"));
}

TEST(MisbKlv, takes_the_full_angles_before_the_narrow_ones) {
  const MisbPacket packet =
      only_packet(MadeKlv().number(6, 0x8000, 2).balanced(90, -45, 90, 4).balanced(91, 60, 90, 4).packet());
  EXPECT_NEAR(packet.pitch_deg.value(), -45, 1e-6);
  EXPECT_NEAR(packet.roll_deg.value(), 60, 1e-6);
  EXPECT_THAT(packet.notes, IsEmpty());
}

TEST(MisbKlv, takes_the_full_corners_before_the_offsets) {
  MadeKlv made;
  made.balanced(23, 51, 90, 4).balanced(24, -1, 180, 4);
  made.balanced(26, 0.01, 0.075, 2).balanced(27, -0.02, 0.075, 2);
  made.balanced(28, 0.01, 0.075, 2).number(29, 0x8000, 2);
  made.balanced(82, 52, 90, 4).balanced(83, -2, 180, 4);
  const MisbPacket packet = only_packet(made.packet());
  ASSERT_TRUE(packet.corners[0]);
  EXPECT_NEAR(packet.corners[0]->latitude_deg, 52, 1e-6);
  EXPECT_NEAR(packet.corners[0]->longitude_deg, -2, 1e-6);
  EXPECT_FALSE(packet.corners[1]);
  EXPECT_FALSE(packet.corners[2]);
}

TEST(MisbKlv, counts_tags_that_it_does_not_read) {
  const MisbPacket packet = only_packet(
      timed().item(3, {'A'}).item(300, {1, 2, 3}).item(94, Bytes(200, 7)).number(65, 6, 1).packet());
  EXPECT_TRUE(packet.sound);
  EXPECT_EQ(packet.unread_tags, 3U);
  EXPECT_EQ(packet.version, 6);
  EXPECT_THAT(packet.notes, IsEmpty());
}

TEST(MisbKlv, an_empty_item_is_not_known) {
  const MisbPacket packet = only_packet(timed().item(5, {}).item(13, {}).packet());
  EXPECT_FALSE(packet.heading_deg);
  EXPECT_FALSE(packet.sensor_latitude_deg);
  EXPECT_THAT(packet.notes, IsEmpty());
}

TEST(MisbKlv, does_not_use_a_value_of_a_wrong_size) {
  const MisbPacket packet = only_packet(timed().number(5, 0x7FFF, 1).number(13, 0, 8).packet());
  EXPECT_FALSE(packet.heading_deg);
  EXPECT_FALSE(packet.sensor_latitude_deg);
  EXPECT_THAT(packet.notes, ElementsAre("heading (tag 5) has 1 bytes, expected 2",
                                        "sensor latitude (tag 13) has 8 bytes, expected 4"));
}

TEST(MisbKlv, does_not_use_what_is_told_twice_and_differently) {
  const MisbPacket packet =
      only_packet(timed().number(5, 100, 2).number(5, 101, 2).number(16, 9, 2).number(16, 9, 2).packet());
  EXPECT_FALSE(packet.heading_deg);
  EXPECT_TRUE(packet.hfov_deg);
  EXPECT_THAT(packet.notes, ElementsAre("heading (tag 5) is told twice and differently, and is not used"));
}

TEST(MisbKlv, does_not_take_every_number_for_a_time) {
  for (const std::uint64_t time_us : {std::uint64_t{0}, std::uint64_t{5'000'000}, ~std::uint64_t{0}}) {
    const MisbPacket packet = only_packet(MadeKlv().number(2, time_us, 8).packet());
    EXPECT_TRUE(packet.sound);
    EXPECT_FALSE(packet.measured_at);
    EXPECT_THAT(packet.notes, ElementsAre("time (tag 2) is not within 1990 to 2100"));
  }
}

TEST(MisbKlvOnRealFlights, reads_every_packet) {
  const std::filesystem::path folder = std::filesystem::path(NIGHTJAR_SHARED_DATA) / "telemetry";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the recorded flights are not here";
  const auto sound_in = [&](const char* file) {
    std::size_t sound = 0;
    for (const MisbPacket& packet : packets_in(bytes_of(folder / file))) sound += packet.sound ? 1 : 0;
    return sound;
  };
  EXPECT_EQ(sound_in("cheyenne_first100.klv"), 100U);
  EXPECT_EQ(sound_in("day_flight.klv"), 6U);
  EXPECT_EQ(sound_in("night_flight_ir.klv"), 18U);
  EXPECT_EQ(sound_in("bad_checksum.klv"), 0U);
  EXPECT_EQ(packets_in(bytes_of(folder / "bad_checksum.klv")).size(), 1U);
}

}  // namespace
}  // namespace nightjar
