#include <gtest/gtest.h>

#include "tests/processing/thermal/seen_flight.hpp"

namespace nightjar {
namespace {

TEST(GroundTrackerAway, says_when_a_contact_leaves_the_view_and_knows_it_when_it_is_back) {
  const Eigen::Vector2d person(0, 3);
  SeenFlight flight;
  double t = 0;
  for (int i = 0; i < 12; ++i) flight.look(t += 0.5, 0, {person});
  ASSERT_EQ(flight.confirmed().size(), 1u);
  const std::uint64_t id = flight.confirmed()[0].id;
  for (int i = 0; i < 150; ++i) flight.look(t += 0.5, 200, {person});
  ASSERT_EQ(flight.confirmed().size(), 1u);
  ASSERT_TRUE(flight.confirmed()[0].lost_at);
  EXPECT_TRUE(flight.latest[id].lost_at) << "the change was handed out";
  for (int i = 0; i < 4; ++i) flight.look(t += 0.5, 0, {person});
  ASSERT_EQ(flight.confirmed().size(), 1u);
  EXPECT_EQ(flight.confirmed()[0].id, id);
  EXPECT_FALSE(flight.confirmed()[0].lost_at);
}

TEST(GroundTrackerAway, knows_a_walker_who_comes_back_into_view_somewhere_else) {
  const std::vector<Eigen::Vector2d> resting{{-8, -9}, {6, -12}, {14, 9}};
  SeenFlight flight;
  const auto all_at = [&resting](double t) {
    std::vector<Eigen::Vector2d> bodies = resting;
    bodies.emplace_back(-14 + 1.3 * t, 2);
    return bodies;
  };
  double t = 0;
  for (; t < 6; t += 0.1) flight.look(t, 0, all_at(t));
  ASSERT_EQ(flight.confirmed().size(), 4U);
  for (; t < 17; t += 0.1) flight.look(t, 200, all_at(t));
  for (; t < 22; t += 0.1) flight.look(t, 0, all_at(t));
  const auto found = flight.confirmed();
  ASSERT_EQ(found.size(), 4U) << "no new contact";
  for (const HeatTrack& track : found) {
    EXPECT_LE(track.id, 4U);
    EXPECT_FALSE(track.lost_at);
  }
  for (const auto& body : all_at(t)) EXPECT_LT(nearest(found, body), 1.5);
}

TEST(GroundTrackerAway, tells_where_a_walker_was_last_seen_and_not_where_one_may_have_gone) {
  const std::vector<Eigen::Vector2d> resting{{-8, -9}, {6, -12}};
  const auto walker_at = [](double t) { return Eigen::Vector2d(-8 + 1.4 * t, 2); };
  SeenFlight flight;
  double t = 0;
  for (; t < 6; t += 0.1) flight.look(t, 0, {resting[0], resting[1], walker_at(t)});
  const Eigen::Vector2d last = walker_at(t - 0.1);
  for (; t < 14; t += 0.1) flight.look(t, 200, {});
  const auto found = flight.confirmed();
  ASSERT_EQ(found.size(), 3U);
  for (const HeatTrack& track : found) EXPECT_TRUE(track.lost_at);
  EXPECT_LT(nearest(found, last), 1.5);
}

}  // namespace
}  // namespace nightjar
