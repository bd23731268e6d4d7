#include "processing/thermal/ground_tracker.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <random>

#include "tests/processing/thermal/seen_flight.hpp"

namespace nightjar {
namespace {

TEST(GroundTracker, finds_resting_people_from_a_moving_camera_through_noisy_poses) {
  const std::vector<Eigen::Vector2d> people{{5, 5}, {12, -8}, {20, 10}, {9, 14}};
  SeenFlight flight(1.0, 1.0);
  for (int i = 0; i < 24; ++i) flight.look(0.5 * i, 1.2 * i, people);
  const auto found = flight.confirmed();
  ASSERT_EQ(found.size(), people.size());
  for (const auto& person : people) EXPECT_LT(nearest(found, person), 1.5);
  for (const HeatTrack& track : found) EXPECT_LT(track.velocity_mps->norm(), 1e-9);
}

TEST(GroundTracker, puts_the_truth_into_nine_of_ten_ellipses) {
  int inside = 0, all = 0;
  for (std::uint32_t seed = 0; seed < 25; ++seed) {
    const std::vector<Eigen::Vector2d> people{{5, 5}, {12, -8}, {20, 10}, {9, 14}};
    SeenFlight flight(1.0, 1.0, seed);
    for (int i = 0; i < 24; ++i) flight.look(0.5 * i, 1.2 * i, people);
    for (const auto& person : people) {
      for (const HeatTrack& track : flight.confirmed()) {
        const Eigen::Vector2d error = metres_of(track) - person;
        if (error.norm() > 3) continue;
        ++all;
        inside += error.dot(track.position->covariance_m2.inverse() * error) < 4.605 ? 1 : 0;
      }
    }
  }
  EXPECT_GE(all, 95);
  EXPECT_GE(inside / double(all), 0.9);
}

TEST(GroundTracker, follows_two_walkers_who_cross_and_keeps_them_apart) {
  SeenFlight flight;
  const auto first = [](double t) { return Eigen::Vector2d(-12 + 1.4 * t, 0.3); };
  const auto second = [](double t) { return Eigen::Vector2d(-2, -12 + 1.4 * t); };
  for (int i = 0; i < 120; ++i) flight.look(i / 7.5, 0, {first(i / 7.5), second(i / 7.5)});
  const auto found = flight.confirmed();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_LT(nearest(found, first(119 / 7.5)), 1.2);
  EXPECT_LT(nearest(found, second(119 / 7.5)), 1.2);
  for (const HeatTrack& track : found) {
    EXPECT_LE(track.id, 2u) << "no new identities at the crossing";
    EXPECT_NEAR(track.velocity_mps->norm(), 1.4, 0.4);
  }
}

TEST(GroundTracker, goes_along_with_one_who_walks_off_from_beside_a_warm_branch) {
  const Eigen::Vector2d branch(0.9, 0.2);
  const auto walker = [](double at_s) { return Eigen::Vector2d(0, -1.3 * std::max(0.0, at_s - 6)); };
  int kept = 0;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    SeenFlight flight(0.1, 0.1, seed);
    double t = 0;
    for (; t < 6; t += 0.13) flight.look(t, 0, {walker(t)}, {branch});
    ASSERT_EQ(flight.confirmed().size(), 1U);
    const std::uint64_t id = flight.confirmed()[0].id;
    for (; t < 13; t += 0.13) flight.look(t, 0, {walker(t)}, {branch});
    const auto found = flight.confirmed();
    kept += found.size() == 1 && found[0].id == id && (metres_of(found[0]) - walker(t)).norm() < 1.5 ? 1 : 0;
  }
  EXPECT_GE(kept, 5) << "by place alone the branch keeps the contact in all twenty";
}

TEST(GroundTracker, does_not_confirm_clutter_that_is_never_twice_in_one_place) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> anywhere(-30, 30);
  SeenFlight flight;
  for (int i = 0; i < 200; ++i) {
    std::vector<Eigen::Vector2d> clutter;
    for (int k = 0; k < 6; ++k) clutter.push_back({anywhere(random), anywhere(random)});
    flight.look(0.5 * i, 0, {}, clutter);
  }
  EXPECT_LE(flight.confirmed().size(), 1u);
}

TEST(GroundTracker, does_not_confirm_a_single_bright_look) {
  SeenFlight flight;
  flight.look(0, 0, {{1, 1}});
  for (int i = 1; i < 20; ++i) flight.look(0.5 * i, 0, {});
  EXPECT_TRUE(flight.confirmed().empty());
}

TEST(GroundTracker, needs_about_as_long_at_thirty_pictures_a_second_as_at_two) {
  const auto seconds_to_confirm = [](double fps) {
    SeenFlight flight;
    for (int i = 0; i < 200; ++i) {
      flight.look(i / fps, 0, {{1, 1}});
      if (!flight.confirmed().empty()) return i / fps;
    }
    return 1e9;
  };
  EXPECT_LE(seconds_to_confirm(2), 2.0);
  EXPECT_LE(seconds_to_confirm(30), 2.0);
  EXPECT_GE(seconds_to_confirm(30), 0.15) << "pictures in a burst are not independent";
}

TEST(GroundTracker, does_not_take_a_warm_hedge_for_bodies_however_long_it_looks) {
  SeenFlight flight;
  std::vector<Eigen::Vector2d> hedge;
  for (int i = 0; i < 14; ++i) hedge.emplace_back(-13 + 2 * i, 12 + (i % 3));
  for (int i = 0; i < 120; ++i) (void)flight.look(0.1 * i, 0, {{0, 0}, {6, -4}}, hedge, 13);
  EXPECT_EQ(flight.confirmed().size(), 2U) << "the people, and no leaf of the hedge";
}

TEST(GroundTracker, believes_what_stands_out_as_little_where_no_hedge_does) {
  SeenFlight flight;
  for (int i = 0; i < 60; ++i) (void)flight.look(0.5 * i, 0, {}, {{3, 3}}, 15);
  EXPECT_EQ(flight.confirmed().size(), 1U);
}

TEST(GroundTracker, ends_every_track_once_with_one_outcome) {
  SeenFlight flight;
  std::map<std::uint64_t, int> ended;
  std::mt19937 random(4);
  std::uniform_real_distribution<double> anywhere(-20, 20);
  const auto count = [&ended](const std::vector<HeatTrack>& changed) {
    for (const HeatTrack& t : changed) {
      if (t.ended) ++ended[t.id];
      EXPECT_FALSE(t.ended && t.outcome == HeatOutcome::tentative);
    }
  };
  for (int i = 0; i < 60; ++i)
    count(flight.look(0.5 * i, 0, {{1, 1}}, {{anywhere(random), anywhere(random)}}));
  count(flight.tracker.finish());
  EXPECT_TRUE(flight.tracker.tracks().empty());
  std::uint64_t expected = 1;
  for (const auto& [id, times] : ended) {
    EXPECT_EQ(id, expected++);
    EXPECT_EQ(times, 1);
  }
  EXPECT_GT(ended.size(), 10u);
}

TEST(GroundTracker, passes_over_views_without_a_pose_or_out_of_order) {
  SeenFlight flight;
  for (int i = 0; i < 10; ++i) flight.look(0.5 * i, 0, {{1, 1}});
  EXPECT_FALSE(flight.tracker.position_unknown());
  HeatView blind{CaptureTime(std::chrono::seconds(6)), 10, kPicture, std::nullopt, {}};
  EXPECT_TRUE(flight.tracker.update(blind).empty());
  EXPECT_TRUE(flight.tracker.position_unknown());
  EXPECT_EQ(flight.confirmed().size(), 1u);
  EXPECT_TRUE(flight.look(1.0, 0, {{1, 1}}).empty());
  EXPECT_EQ(flight.tracker.contacts().views_out_of_order(), 1u);
}

TEST(GroundTracker, gives_the_same_answer_twice) {
  const auto run = [] {
    SeenFlight flight(1, 1, 9);
    for (int i = 0; i < 24; ++i) flight.look(0.5 * i, 1.2 * i, {{5, 5}, {12, -8}}, {{7, 7}, {3, -9}});
    return flight.tracker.tracks();
  };
  const auto one = run(), other = run();
  ASSERT_EQ(one.size(), other.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].position->latitude_deg, other[i].position->latitude_deg);
    EXPECT_EQ(one[i].probability, other[i].probability);
  }
}

}  // namespace
}  // namespace nightjar
