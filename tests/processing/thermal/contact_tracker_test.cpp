#include "processing/thermal/contact_tracker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace nightjar {
namespace {

constexpr double kPicture_s = 1 / 15.0;

CaptureTime at_picture(int i) {
  return CaptureTime(std::chrono::microseconds(std::llround(1e6 * i * kPicture_s)));
}

PlaneSpot spot_at(const Eigen::Vector2d& at, double length = 1.2, float contrast = 40) {
  PlaneSpot spot;
  spot.at = at;
  spot.covariance = 0.04 * Eigen::Matrix2d::Identity();
  spot.by_pose(0, 0) = spot.by_pose(1, 1) = 1;
  spot.length = length, spot.width = length / 2;
  spot.spot.contrast = contrast;
  return spot;
}

PlaneView view_of(int i, std::vector<PlaneSpot> spots) {
  PlaneView view;
  view.captured_at = at_picture(i);
  view.sequence = static_cast<std::uint64_t>(i);
  view.spots = std::move(spots);
  view.area = 2000;
  view.pose_covariance.topLeftCorner<2, 2>() = 0.25 * Eigen::Matrix2d::Identity();
  view.shows = [](const Eigen::Vector2d&) { return true; };
  return view;
}

const Contact& nearest_to(const ContactTracker& tracker, const Eigen::Vector2d& place) {
  const auto& all = tracker.contacts();
  return *std::min_element(all.begin(), all.end(), [&](const Contact& a, const Contact& b) {
    return (a.place() - place).norm() < (b.place() - place).norm();
  });
}

/// How far the tracker moves somebody who lies at (0, 0) while the picture's edge passes over them.
double carried_by_the_edge(bool edge_is_known) {
  ContactTracker tracker({});
  const std::vector<PlaneSpot> others{spot_at({12, 3}), spot_at({-9, 8}), spot_at({5, 14})};
  int i = 0;
  for (; i < 60; ++i) {
    auto spots = others;
    spots.push_back(spot_at({0, 0}));
    tracker.update(view_of(i, spots));
  }
  const Contact lies = nearest_to(tracker, {0, 0});
  for (int k = 1; k <= 9; ++k, ++i) {  // what is left of the body moves inward
    auto spots = others;
    spots.push_back(spot_at({0, 0.1 * k}));
    spots.back().whole = !edge_is_known;
    tracker.update(view_of(i, spots));
  }
  const auto& all = tracker.contacts();
  const auto same = std::find_if(all.begin(), all.end(), [&](const Contact& c) { return c.id == lies.id; });
  return same == all.end() ? 99 : (same->place() - lies.place()).norm();
}

TEST(ContactTracker, keeps_who_rests_in_place_while_the_edge_of_the_picture_passes) {
  EXPECT_LT(carried_by_the_edge(true), 0.15);
  EXPECT_GT(carried_by_the_edge(false), 0.3) << "or else this shows nothing";
}

TEST(ContactTracker, does_not_give_a_runner_s_contact_to_the_lorry_that_hides_them) {
  ContactTracker tracker({});
  const std::vector<PlaneSpot> others{spot_at({12, 3}), spot_at({-9, 8}), spot_at({5, 14})};
  const Eigen::Vector2d lorry{14, -6};
  int i = 0;
  for (; i * kPicture_s < 4; ++i) {
    auto spots = others;
    spots.push_back(spot_at({3 * i * kPicture_s, -6}));
    tracker.update(view_of(i, spots));
  }
  const std::uint64_t runner = nearest_to(tracker, {3 * i * kPicture_s, -6}).id;
  for (; i * kPicture_s < 8; ++i) {  // nothing of the runner any more, and the lorry's engine is started
    auto spots = others;
    spots.push_back(spot_at(lorry, 7));
    tracker.update(view_of(i, spots));
  }
  const Contact& at_lorry = nearest_to(tracker, lorry);
  EXPECT_NE(at_lorry.id, runner);
  EXPECT_TRUE(at_lorry.seen_now);
}

/// How far four people on the ground are from where they lie, at most, after a flight past twenty trees.
double farthest_off(double least_on_ground) {
  constexpr double kHeight_m = 45, kSpeed_mps = 8, kTrees_m = 4;
  ContactTrackerOptions options;
  options.belief.least_on_ground = least_on_ground;
  ContactTracker tracker(options);
  const std::vector<Eigen::Vector2d> people{{0, 6}, {8, -7}, {14, 9}, {20, -3}};
  double farthest = 0;
  for (int i = 0; i < 60; ++i) {
    const Eigen::Vector3d camera{kSpeed_mps * i * kPicture_s - 8, 0, kHeight_m};
    std::vector<PlaneSpot> spots;
    for (const auto& person : people) spots.push_back(spot_at(person));
    for (int k = 0; k < 20; ++k) {
      const Eigen::Vector2d tree{3.0 * (k % 10) - 4, k < 10 ? 3.0 + k % 3 : -4.0 - k % 4};
      const Eigen::Vector2d below = camera.head<2>();
      spots.push_back(spot_at(below + (tree - below) * kHeight_m / (kHeight_m - kTrees_m), 0.4, 9));
    }
    PlaneView view = view_of(i, spots);
    view.camera = camera;
    view.look = [](const PlaneSpot& seen) {
      return PlaneLook{seen.spot.contrast > 20 ? BodyLook{4, -1, -3} : BodyLook{-4, -4, -4}};
    };
    for (PlaneSpot& spot : view.spots) spot.scale = {0.08, 1};
    tracker.update(view);
    if (i < 40) continue;
    for (const auto& person : people) {
      const Eigen::Vector2d map = person - tracker.shared_error().offset();
      farthest = std::max(farthest, (nearest_to(tracker, map).place() - map).norm());
    }
  }
  return farthest;
}

TEST(ContactTracker, does_not_let_trees_carry_people_off) {
  const double with_trust = farthest_off(BodyBeliefOptions{}.least_on_ground), without = farthest_off(1);
  EXPECT_LT(with_trust, 0.5);
  EXPECT_LT(with_trust, 0.7 * without) << "m without: " << without;
}

}  // namespace
}  // namespace nightjar
