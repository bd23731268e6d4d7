#include "processing/anpr/vehicle_passes.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/processing/anpr/scripted_reads.hpp"

namespace nightjar {
namespace {

using scripted::frame;
using std::chrono::milliseconds;

/// The box of something that is `width` by `height` metres and `z` metres away, from a camera 4 m up.
cv::Rect seen(double z, double width, double height, double aside = 0) {
  const double f = 2300;
  const int left = static_cast<int>(960 + f * (aside - width / 2) / z);
  const int bottom = static_cast<int>(100 + f * 4 / z);
  const cv::Rect box(left, bottom - static_cast<int>(f * height / z), static_cast<int>(f * width / z),
                     static_cast<int>(f * height / z));
  return box & cv::Rect(0, 0, 1920, 1080);
}

/// What is counted of something that goes from `from` to `to` metres away at a speed.
std::vector<VehicleWithoutPlate> counted(double from, double to, double mps, double width, double height,
                                         const std::vector<ExpectedPlate>& plates = {}) {
  VehiclePasses passes;
  std::vector<VehicleWithoutPlate> over;
  const auto take = [&](std::vector<VehicleWithoutPlate> more) {
    over.insert(over.end(), more.begin(), more.end());
  };
  int n = 0;
  for (double z = from; from > to ? z > to : z < to; z += (from > to ? -mps : mps) / 25)
    take(passes.update(frame(milliseconds(40 * n++)), {seen(z, width, height)}, plates));
  for (int i = 0; i < 15; ++i) take(passes.update(frame(milliseconds(40 * n++)), {}, {}));
  EXPECT_TRUE(passes.finish().empty());
  return over;
}

TEST(VehiclePasses, counts_a_car_without_a_plate_once_either_way) {
  const auto towards = counted(40, 8, 15, 1.8, 1.5);
  ASSERT_EQ(towards.size(), 1U);
  EXPECT_EQ(towards[0].direction, Direction::towards);
  EXPECT_GT(towards[0].box.width, 300);
  const auto away = counted(8, 40, 15, 1.8, 1.5);
  ASSERT_EQ(away.size(), 1U);
  EXPECT_EQ(away[0].direction, Direction::away);
  EXPECT_EQ(away[0].first_seen, scripted::at(milliseconds(0)));
}

TEST(VehiclePasses, counts_a_car_at_seventy_miles_an_hour_and_a_motorcycle) {
  EXPECT_EQ(counted(40, 8, 31, 1.8, 1.5).size(), 1U);
  EXPECT_EQ(counted(30, 8, 25, 0.8, 1.7).size(), 1U);
}

TEST(VehiclePasses, leaves_out_a_vehicle_whose_plate_was_found_even_once) {
  ExpectedPlate plate;
  plate.box = scripted::box(960, 500, 100);
  EXPECT_TRUE(counted(40, 8, 15, 1.8, 1.5, {plate}).empty());
  plate.standing = true;  // a sign behind it is no plate of its own
  EXPECT_EQ(counted(40, 8, 15, 1.8, 1.5, {plate}).size(), 1U);
}

TEST(VehiclePasses, does_not_count_somebody_on_foot_or_what_turns_round_far_away) {
  EXPECT_TRUE(counted(20, 8, 1.5, 0.5, 1.75).empty());
  EXPECT_TRUE(counted(60, 40, 15, 1.8, 1.5).empty());
}

TEST(VehiclePasses, does_not_count_a_branch_that_swings_or_a_lamp_that_flares) {
  VehiclePasses passes;
  for (int n = 0; n < 100; ++n) {
    const cv::Rect branch(100 + static_cast<int>(150 * std::sin(n * 0.5)), 0, 400, 300);
    const cv::Rect flare(900, 500, 300 + 40 * (n % 5), 300 + 40 * (n % 5));
    EXPECT_TRUE(passes.update(frame(milliseconds(40 * n)), {branch, flare}, {}).empty());
  }
  EXPECT_TRUE(passes.finish().empty());
}

TEST(VehiclePasses, counts_one_that_stops_at_a_junction_and_goes_on_once) {
  VehiclePasses passes;
  std::size_t over = 0;
  int n = 0;
  const auto step = [&](const std::vector<cv::Rect>& things) {
    over += passes.update(frame(milliseconds(40 * n++)), things, {}).size();
  };
  for (double z = 40; z > 14; z -= 0.5) step({seen(z, 1.8, 1.5)});
  for (int i = 0; i < 200; ++i) step({seen(14, 1.8, 1.5)});
  for (int i = 0; i < 200; ++i) step({});  // taken into the background
  for (double z = 14; z > 6; z -= 0.3) step({seen(z, 1.8, 1.5)});
  for (int i = 0; i < 15; ++i) step({});
  EXPECT_EQ(over, 1U);
}

TEST(VehiclePasses, begins_anew_when_time_goes_back) {
  VehiclePasses passes;
  int n = 100;
  for (double z = 40; z > 8; z -= 0.6)
    (void)passes.update(frame(milliseconds(40 * n++)), {seen(z, 1.8, 1.5)}, {});
  EXPECT_EQ(passes.update(frame(milliseconds(0)), {}, {}).size(), 1U);
  EXPECT_TRUE(passes.finish().empty());
}

}  // namespace
}  // namespace nightjar
