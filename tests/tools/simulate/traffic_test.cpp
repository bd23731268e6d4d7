#include "tools/simulate/lane/traffic.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

class TrafficOfLanes : public testing::TestWithParam<int> {};

TEST_P(TrafficOfLanes, keeps_vehicles_of_a_lane_apart_and_every_mark_single) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
    TrafficOptions options;
    options.seed = seed;
    options.seconds = 60;
    options.layout.lanes_each_way = GetParam();
    options.close_share = 0.5;
    const std::vector<Vehicle> vehicles = make_traffic(options);
    ASSERT_GT(vehicles.size(), 10U * static_cast<std::size_t>(GetParam()));
    std::set<std::string> keys;
    std::size_t listed = 0;
    for (const Vehicle& vehicle : vehicles) {
      EXPECT_TRUE(keys.insert(folded_mark(vehicle.mark)).second) << vehicle.mark;
      listed += vehicle.listed ? 1 : 0;
      if (vehicle.stands_m) continue;
      EXPECT_GE(vehicle.speed_mps, 20 * 0.447);
      EXPECT_LE(vehicle.speed_mps, 70 * 0.4471);
    }
    EXPECT_GE(listed, 1U);
    EXPECT_LT(listed, vehicles.size() / 2);
    for (double time_s = 0; time_s < 60; time_s += 0.25) {
      for (const Vehicle& a : vehicles) {
        for (const Vehicle& b : vehicles) {
          if (&a == &b || std::abs(a.lane_x_m - b.lane_x_m) > 0.6 || a.stands_m || b.stands_m) continue;
          const double a_end = a.near_end_m(time_s);
          const double b_end = b.near_end_m(time_s);
          if (a_end > b_end || a_end < kRoadNear_m || b_end > kRoadFar_m) continue;
          EXPECT_GT(b_end - a_end, a.shape->length_m()) << a.mark << " and " << b.mark << " at " << time_s;
        }
      }
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Each, TrafficOfLanes, testing::Values(1, 2, 3));

TEST(Traffic, leaves_nobody_on_the_road_where_whole_passes_are_asked_for) {
  TrafficOptions options;
  options.whole_passes = true;
  std::size_t driving = 0;
  for (const Vehicle& vehicle : make_traffic(options)) {
    if (vehicle.stands_m) continue;
    EXPECT_LE(vehicle.leaves_s(), options.seconds) << vehicle.mark;
    ++driving;
  }
  EXPECT_GT(driving, 5U);
}

TEST(Traffic, shows_plates_of_all_kinds_in_the_shares_of_a_road) {
  TrafficOptions options;
  options.seconds = 3600;
  std::map<std::string_view, int> styles;
  int two_lines = 0;
  int motorcycles = 0;
  const auto vehicles = make_traffic(options);
  for (const Vehicle& vehicle : vehicles) {
    ++styles[words_of(vehicle.plate.style)];
    two_lines += vehicle.plate.lines() == 2 ? 1 : 0;
    if (!vehicle.shape->two_wheels) continue;
    ++motorcycles;
    EXPECT_EQ(vehicle.has_plate, !vehicle.towards) << "motorcycles carry none in front";
    EXPECT_TRUE(vehicle.towards || vehicle.plate.design.size_mm.width < 230);
  }
  const auto count = static_cast<double>(vehicles.size());
  const double usual = styles["legal"] + styles["old"] + styles["foreign"];
  EXPECT_NEAR(1 - usual / count, 1.0 / 15, 0.02) << "what the police count";
  EXPECT_EQ(styles.size(), 13U);
  EXPECT_NEAR(styles["foreign"] / count, 0.035, 0.015);
  EXPECT_GT(two_lines, 20);
  EXPECT_GT(motorcycles, 10);
}

TEST(Traffic, parks_somebody_on_the_verge_who_stays) {
  TrafficOptions options;
  options.parked_share = 1;
  const auto vehicles = make_traffic(options);
  const Vehicle& parked = vehicles.back();
  ASSERT_TRUE(parked.stands_m);
  EXPECT_EQ(parked.near_end_m(0), parked.near_end_m(29));
  EXPECT_GT(std::abs(parked.lane_x_m), options.layout.half_m());
  EXPECT_TRUE(parked.has_plate);
}

TEST(RoadMarks, are_bare_marks_that_never_repeat) {
  RoadMarks marks(3);
  std::set<std::string> keys;
  std::map<RoadMarkKind, int> kinds;
  for (int i = 0; i < 4000; ++i) {
    const RoadMark mark = marks.next();
    ++kinds[mark.kind];
    EXPECT_TRUE(keys.insert(folded_mark(mark.written)).second) << mark.written;
    const std::string bare = bare_mark(mark.written);
    EXPECT_GE(bare.size(), 3U) << mark.written;
    EXPECT_LE(bare.size(), 9U) << mark.written;
  }
  EXPECT_EQ(kinds.size(), 7U);
  EXPECT_NEAR(kinds[RoadMarkKind::current] / 4000.0, 0.82, 0.03);
}

}  // namespace
}  // namespace nightjar
