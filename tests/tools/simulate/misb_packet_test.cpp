#include "tools/simulate/misb_packet.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

#include "tests/tools/simulate/klv_reading.hpp"

namespace nightjar {
namespace {

Telemetry drone_over_hampshire() {
  Telemetry telemetry;
  telemetry.measured_at = CaptureTime(std::chrono::microseconds(1'763'755'200'066'667));
  telemetry.latitude_deg = 51.0001;
  telemetry.longitude_deg = -1.3502;
  telemetry.height_m = 170.25;
  telemetry.heading_deg = -20;
  telemetry.pitch_deg = -4.9;
  telemetry.roll_deg = 3.5;
  telemetry.gimbal_yaw_deg = -7.25;
  telemetry.gimbal_pitch_deg = -84.5;
  telemetry.gimbal_roll_deg = -0.4;
  telemetry.hfov_deg = 32.9;
  telemetry.vfov_deg = 26.6;
  return telemetry;
}

SeenGround ground_below() {
  SeenGround ground;
  ground.slant_range_m = 71.5;
  ground.centre = {51.0002, -1.3501, 53.5};
  for (std::size_t i = 0; i < ground.corners.size(); ++i)
    ground.corners[i] = {51.0002 + 0.0001 * static_cast<double>(i), -1.3501 - 0.0002 * static_cast<double>(i),
                         53};
  return ground;
}

TEST(MisbPacket, holds_what_the_record_says_to_the_step_of_each_tag) {
  const Telemetry telemetry = drone_over_hampshire();
  const KlvReading read = read_klv(misb_packet(telemetry, 46.9, ground_below()));
  EXPECT_TRUE(read.checksum_right);
  EXPECT_EQ(read.order.front(), 2);
  EXPECT_EQ(read.order.back(), 1);
  EXPECT_EQ(read.unsigned_of(2), 1'763'755'200'066'667U);
  EXPECT_EQ(read.text_of(3), "SIMULATED");
  EXPECT_NEAR(read.spanned(5, 0, 360), 340, 0.003);
  EXPECT_NEAR(read.balanced(6, 20), -4.9, 0.0004);
  EXPECT_NEAR(read.balanced(7, 50), 3.5, 0.001);
  EXPECT_NEAR(read.balanced(13, 90), 51.0001, 3e-8);
  EXPECT_NEAR(read.balanced(14, 180), -1.3502, 5e-8);
  EXPECT_NEAR(read.spanned(15, -900, 19000), 170.25 - 46.9, 0.16);
  EXPECT_NEAR(read.spanned(16, 0, 180), 32.9, 0.002);
  EXPECT_NEAR(read.spanned(17, 0, 180), 26.6, 0.002);
  EXPECT_NEAR(read.spanned(18, 0, 360), 352.75, 1e-6);
  EXPECT_NEAR(read.balanced(19, 180), -84.5, 1e-6);
  EXPECT_NEAR(read.spanned(20, 0, 360), 359.6, 1e-6);
  EXPECT_NEAR(read.spanned(21, 0, 5e6), 71.5, 0.001);
  EXPECT_NEAR(read.balanced(23, 90), 51.0002, 3e-8);
  EXPECT_NEAR(read.balanced(24, 180), -1.3501, 5e-8);
  EXPECT_NEAR(read.spanned(25, -900, 19000), 53.5, 0.16);
  EXPECT_NEAR(read.balanced(28, 0.075), 0.0001, 2e-6);
  EXPECT_NEAR(read.balanced(33, 0.075), -0.0006, 2e-6);
  EXPECT_NEAR(read.spanned(75, -900, 19000), 170.25, 0.16);
}

TEST(MisbPacket, says_out_of_range_where_a_tag_cannot_hold_an_angle_and_leaves_out_what_is_not_known) {
  Telemetry telemetry = drone_over_hampshire();
  telemetry.pitch_deg = 31;  // tag 6 ends at 20
  telemetry.roll_deg.reset();
  telemetry.vfov_deg.reset();
  const KlvReading read = read_klv(misb_packet(telemetry, 46.9, std::nullopt));
  EXPECT_TRUE(read.checksum_right);
  EXPECT_EQ(read.unsigned_of(6), 0x8000U);
  for (const int absent : {7, 17, 21, 23, 24, 25, 26, 33})
    EXPECT_FALSE(read.values.contains(absent)) << absent;
}

TEST(MisbPacket, needs_a_position) {
  Telemetry telemetry = drone_over_hampshire();
  telemetry.height_m.reset();
  EXPECT_THROW((void)misb_packet(telemetry, 46.9, std::nullopt), std::invalid_argument);
}

TEST(MisbPacket, writes_the_very_numbers_of_a_real_packet_from_its_own_values) {
  std::ifstream in(NIGHTJAR_SHARED_DATA "/telemetry/cheyenne_first100.klv", std::ios::binary);
  if (!in) GTEST_SKIP() << "no real packets beside the checkout";
  const std::vector<std::uint8_t> bytes((std::istreambuf_iterator<char>(in)),
                                        std::istreambuf_iterator<char>());
  int packets = 0;
  for (std::size_t from = 0; from < bytes.size();) {
    const KlvReading real = read_klv({bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.end()});
    from += real.length;
    ++packets;
    ASSERT_TRUE(real.checksum_right);
    Telemetry telemetry;
    telemetry.measured_at = CaptureTime(std::chrono::microseconds(real.unsigned_of(2)));
    telemetry.heading_deg = real.spanned(5, 0, 360);
    telemetry.pitch_deg = real.balanced(6, 20);
    telemetry.roll_deg = real.balanced(7, 50);
    telemetry.latitude_deg = real.balanced(13, 90);
    telemetry.longitude_deg = real.balanced(14, 180);
    telemetry.height_m = real.spanned(15, -900, 19000);
    telemetry.hfov_deg = real.spanned(16, 0, 180);
    telemetry.vfov_deg = real.spanned(17, 0, 180);
    telemetry.gimbal_yaw_deg = real.spanned(18, 0, 360);
    telemetry.gimbal_pitch_deg = real.balanced(19, 180);
    telemetry.gimbal_roll_deg = real.spanned(20, 0, 360);
    SeenGround ground;
    ground.slant_range_m = real.spanned(21, 0, 5e6);
    ground.centre = {real.balanced(23, 90), real.balanced(24, 180), real.spanned(25, -900, 19000)};
    for (int corner = 0; corner < 4; ++corner)
      ground.corners[static_cast<std::size_t>(corner)] = {
          ground.centre.latitude_deg + real.balanced(26 + 2 * corner, 0.075),
          ground.centre.longitude_deg + real.balanced(27 + 2 * corner, 0.075), 0};
    const KlvReading made = read_klv(misb_packet(telemetry, 0, ground));
    for (const int tag :
         {2, 5, 6, 7, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33})
      EXPECT_EQ(made.values.at(tag), real.values.at(tag)) << "tag " << tag << " of packet " << packets;
  }
  EXPECT_EQ(packets, 100);
}

}  // namespace
}  // namespace nightjar
