#include "processing/ground/area.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

AreaRing square(double south, double west, double side) {
  return {{south, west}, {south, west + side}, {south + side, west + side}, {south + side, west}};
}

TEST(AreaMap, names_the_areas_that_hold_a_place_in_their_order) {
  const AreaMap map({{"wood", {{square(51, -1.2, 0.1), {}}}}, {"beat", {{square(50.9, -1.3, 0.3), {}}}}});
  EXPECT_THAT(map.names_at(51.05, -1.15), ElementsAre("wood", "beat"));
  EXPECT_THAT(map.names_at(50.95, -1.25), ElementsAre("beat"));
  EXPECT_THAT(map.names_at(52, -1.15), IsEmpty());
}

TEST(AreaMap, leaves_out_holes_and_keeps_every_part) {
  const AreaMap map(
      {{"estate", {{square(51, -1.2, 0.1), {square(51.04, -1.16, 0.02)}}, {square(52, -1.2, 0.1), {}}}}});
  EXPECT_THAT(map.names_at(51.05, -1.15), IsEmpty()) << "the farm in its middle";
  EXPECT_THAT(map.names_at(51.02, -1.18), ElementsAre("estate"));
  EXPECT_THAT(map.names_at(52.05, -1.15), ElementsAre("estate"));
}

TEST(AreaMap, follows_a_boundary_that_bends_inwards) {
  const AreaMap map(
      {{"valley", {{{{51, -1.2}, {51, -1.1}, {51.1, -1.1}, {51.02, -1.15}, {51.1, -1.2}}, {}}}}});
  EXPECT_THAT(map.names_at(51.05, -1.15), IsEmpty());
  EXPECT_THAT(map.names_at(51.05, -1.19), ElementsAre("valley"));
  EXPECT_THAT(map.names_at(51.01, -1.15), ElementsAre("valley"));
}

TEST(AreaMap, tells_near_from_surely_inside) {
  const AreaMap map({{"field", {{square(51, -1.2, 0.01), {}}}}});
  constexpr double kMetre = 1.0 / 111'320;
  EXPECT_THAT(map.names_near(51 - 5 * kMetre, -1.195, 10), ElementsAre("field"));
  EXPECT_THAT(map.names_near(51 - 15 * kMetre, -1.195, 10), IsEmpty());
  EXPECT_THAT(map.names_around(51 + 5 * kMetre, -1.195, 10), IsEmpty());
  EXPECT_THAT(map.names_around(51 + 15 * kMetre, -1.195, 10), ElementsAre("field"));
}

TEST(AreaMap, holds_nothing_that_is_no_place) {
  const AreaMap map({{"field", {{square(51, -1.2, 0.01), {}}}}});
  EXPECT_THAT(map.names_at(std::nan(""), -1.195), IsEmpty());
  EXPECT_THAT(AreaMap().names_near(51, -1.2, 100), IsEmpty());
}

}  // namespace
}  // namespace nightjar
