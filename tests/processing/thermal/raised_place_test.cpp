#include "processing/thermal/raised_place.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "processing/thermal/contact.hpp"

namespace nightjar {
namespace {

constexpr double kCameraHeight_m = 80, kCamera_mps = 8;
const Eigen::Matrix2d kOfSpot = 0.1 * Eigen::Matrix2d::Identity();

Eigen::Vector3d camera_at(double t) {
  return {kCamera_mps * t, 5, kCameraHeight_m};
}

/// What the picture shows on the plane of something at `at` and `height_m` above it.
Eigen::Vector2d seen_from(const Eigen::Vector3d& camera, const Eigen::Vector2d& at, double height_m) {
  const Eigen::Vector2d below = camera.head<2>();
  return below + (at - below) * camera.z() / (camera.z() - height_m);
}

/// Log odds of being raised after two seconds of what moves so at such a height, seen a little off each time.
double raised_after_2_s(double height_m, const Eigen::Vector2d& velocity, double camera_mps = kCamera_mps) {
  const Eigen::Vector2d start{10, 30};
  const auto camera = [&](double t) { return Eigen::Vector3d(camera_mps * t, 5, kCameraHeight_m); };
  PlaneSpot first;
  first.length = 1;
  Contact contact = new_contact(first, seen_from(camera(0), start, height_m), kOfSpot, {});
  auto raised = RaisedPlace::first(contact.place(), kOfSpot, camera(0), {});
  for (int i = 1; i <= 30; ++i) {
    const double t = i / 15.0;
    const Eigen::Vector2d off{0.2 * std::sin(7.0 * i), 0.2 * std::cos(5.0 * i)};
    const Eigen::Vector2d at = seen_from(camera(t), start + velocity * t, height_m) + off;
    contact.predict(1 / 15.0, {});
    raised->correct(at, kOfSpot, camera(t), contact.log_density_of(at, kOfSpot), {});
    contact.correct(at, kOfSpot, {});
  }
  return raised->log_odds;
}

TEST(RaisedPlace, knows_a_bird_in_a_tree_from_who_lies_or_walks_below) {
  EXPECT_GT(raised_after_2_s(9, {0, 0}), 2);
  EXPECT_LT(raised_after_2_s(0, {0, 0}), -1);
  EXPECT_LT(raised_after_2_s(0, {0, 1.2}), -1) << "across the camera's way";
  EXPECT_LT(raised_after_2_s(0, {1.2, 0}), -1) << "with the camera";
  EXPECT_LT(raised_after_2_s(0.9, {0, 0}), -1) << "who stands";
}

TEST(RaisedPlace, tells_nothing_while_the_camera_stays) {
  EXPECT_NEAR(raised_after_2_s(9, {0, 0}, 0), 0, 0.3);
  EXPECT_NEAR(raised_after_2_s(0, {0, 0}, 0), 0, 0.3);
}

TEST(RaisedPlace, is_not_asked_of_a_camera_that_flies_as_low_as_trees) {
  EXPECT_FALSE(RaisedPlace::first({0, 0}, kOfSpot, {0, 0, 15}, {}));
  EXPECT_FALSE(RaisedPlace::first({0, 0}, kOfSpot, {0, 0, -3}, {}));
  EXPECT_TRUE(RaisedPlace::first({0, 0}, kOfSpot, camera_at(0), {}));
}

TEST(RaisedPlace, keeps_its_doubt_within_bounds) {
  auto raised = RaisedPlace::first({0, 0}, kOfSpot, camera_at(0), {});
  raised->correct({0, 0}, kOfSpot, camera_at(0.1), 1000, {});
  EXPECT_DOUBLE_EQ(raised->log_odds, -RaisedOptions{}.most_log_odds);
  raised->correct({0, 0}, kOfSpot, camera_at(0.2), -1000, {});
  EXPECT_DOUBLE_EQ(raised->log_odds, RaisedOptions{}.most_log_odds);
}

}  // namespace
}  // namespace nightjar
