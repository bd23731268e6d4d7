#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <GeographicLib/LocalCartesian.hpp>
#include <cmath>
#include <memory>
#include <random>

#include "processing/ground/earth_axes.hpp"
#include "processing/ground/ground_projector.hpp"
#include "processing/ground/line_of_sight.hpp"
#include "tests/processing/ground/made_terrain.hpp"
#include "tests/processing/ground/poses.hpp"

namespace nightjar {
namespace {

constexpr double kRadians = 3.14159265358979323846 / 180.0;
const cv::Size kPicture{640, 512};
const Eigen::Vector2d kMiddle{319.5, 255.5};
constexpr double kNorth_m = 111250, kEast_m = 70200;  // a degree at 51 north, about

GroundProjector on(const MadeTerrain& made, const std::string& name) {
  GroundOptions options;
  options.terrain = std::make_shared<const Terrain>(write(made, name));
  options.pose_error = {1.0, 1.0};
  return GroundProjector(options);
}

std::optional<GroundHit> hit(const Telemetry& t, const Eigen::Vector2d& pixel,
                             const GroundProjector& ground) {
  const auto camera = CameraModel::from(t, kPicture);
  if (!camera) return {};
  return ground.project(*camera, pixel);
}

Eigen::Vector2d between(const GroundHit& from, const GroundHit& to) {
  const GeographicLib::LocalCartesian local(from.latitude_deg, from.longitude_deg, from.height_m);
  double x = 0, y = 0, z = 0;
  local.Forward(to.latitude_deg, to.longitude_deg, to.height_m, x, y, z);
  return {x, y};
}

/// Metres of height over a wide plane that rises to the north and falls to the east.
double slope(double x, double y) {
  return 100 + 0.2 * kNorth_m * (y - 51) - 0.1 * kEast_m * (x + 1.35);
}

double bumps(double x, double y) {
  const double e = kEast_m * (x + 1.35), n = kNorth_m * (y - 51);
  return 100 + 8 * std::sin(e / 23) + 6 * std::cos(n / 17) + 3 * std::sin((e + n) / 9);
}

TEST(TerrainSight, is_the_level_s_where_the_terrain_is_level_and_the_earth_round) {
  MadeTerrain made;
  made.step_x = 2e-3;
  made.step_y = -2e-3;
  made.x = -1.35 - 0.2;
  made.y = 51.2;
  const GroundProjector terrain = on(made, "level.tif");
  GroundOptions options;
  options.level_m = 100;
  options.pose_error = {1.0, 1.0};
  const GroundProjector level(options);
  for (const double pitch : {-90.0, -38.0, -12.0, -6.0}) {
    Telemetry t = looking_down();
    t.height_m = 600;
    t.heading_deg = 33;
    t.gimbal_pitch_deg = pitch;
    const auto a = hit(t, kMiddle, terrain), b = hit(t, kMiddle, level);
    ASSERT_TRUE(a && b) << pitch;
    EXPECT_NEAR(between(*a, *b).norm(), 0, 0.03) << pitch << " at " << b->slant_range_m << " m";
    EXPECT_NEAR(a->height_m, 100, 0.003);
    EXPECT_NEAR((a->covariance_m2 - b->covariance_m2).norm(), 0, 1e-3 * b->covariance_m2.norm());
  }
}

TEST(TerrainSight, meets_a_slope_where_geometry_says) {
  MadeTerrain made;
  made.height_m = [](double, double y) { return 100 + 0.5 * kNorth_m * (y - 51); };
  Telemetry t = looking_down();
  t.height_m = 200;
  t.gimbal_pitch_deg = -45;  // north, down one in one, on ground that rises by one in two
  const auto h = hit(t, kMiddle, on(made, "one_in_two.tif"));
  ASSERT_TRUE(h);
  EXPECT_NEAR(h->height_m, 100 + 100.0 / 3, 0.1);
  EXPECT_NEAR(kNorth_m * (h->latitude_deg - 51), 200.0 / 3, 0.2);
  EXPECT_NEAR(h->longitude_deg, -1.35, 1e-7);
}

TEST(TerrainSight, meets_a_hillside_above_the_camera) {
  MadeTerrain made;
  made.height_m = [](double, double y) { return 100 + 0.5 * kNorth_m * (y - 51); };
  const GroundProjector ground = on(made, "above.tif");
  Telemetry t = looking_down();
  t.height_m = 110;
  t.gimbal_pitch_deg = 5;
  const auto h = hit(t, kMiddle, ground);
  ASSERT_TRUE(h);
  EXPECT_GT(h->height_m, 110);
  const auto camera = CameraModel::from(t, kPicture);
  const auto back = ground.pixel_of(*camera, h->latitude_deg, h->longitude_deg);
  ASSERT_TRUE(back);
  EXPECT_NEAR((*back - kMiddle).norm(), 0, 0.05) << "of 66 m: millimetres";
}

TEST(TerrainSight, stops_at_the_first_of_two_hills) {
  MadeTerrain made;
  made.height_m = [](double, double y) {
    const double north = kNorth_m * (y - 51);
    const auto hill = [&](double at) { return 60 * std::exp(-std::pow((north - at) / 30, 2)); };
    return 100 + hill(150) + hill(400);
  };
  const GroundProjector ground = on(made, "hills.tif");
  Telemetry t = looking_down();
  t.height_m = 150;
  t.gimbal_pitch_deg = -2;
  const auto h = hit(t, kMiddle, ground);
  ASSERT_TRUE(h);
  EXPECT_LT(kNorth_m * (h->latitude_deg - 51), 150);
  const auto camera = CameraModel::from(t, kPicture);
  EXPECT_FALSE(ground.pixel_of(*camera, 51 + 250 / kNorth_m, -1.35)) << "hidden by the first";
  EXPECT_TRUE(ground.pixel_of(*camera, 51 + 100 / kNorth_m, -1.35));
}

TEST(TerrainSight, finds_the_meeting_that_a_march_in_centimetres_finds) {
  MadeTerrain made;
  made.height_m = bumps;
  const auto terrain = std::make_shared<const Terrain>(write(made, "bumps.tif"));
  std::mt19937 random(20261122);
  std::uniform_real_distribution<double> heading(0, 360), pitch(-70, -4);
  int met = 0;
  for (int i = 0; i < 60; ++i) {
    const Eigen::Vector3d sensor = ecef_of({51.0, -1.35, 140});
    const double yaw = heading(random) * kRadians, down = pitch(random) * kRadians;
    const Eigen::Vector3d along =
        ecef_from_ned(51.0, -1.35) *
        Eigen::Vector3d(std::cos(down) * std::cos(yaw), std::cos(down) * std::sin(yaw), -std::sin(down));
    const auto found = first_meeting(*terrain, sensor, along, 300);
    double marched = 0;
    for (double range = 0; range < 300 && marched == 0; range += 0.01) {
      const Geodetic at = geodetic_of(sensor + range * along);
      const auto ground = terrain->height_m(at.latitude_deg, at.longitude_deg);
      ASSERT_TRUE(ground);
      if (at.height_m <= *ground) marched = range;
    }
    ASSERT_EQ(found.has_value(), marched > 0) << i;
    if (!found) continue;
    ++met;
    EXPECT_NEAR(found->range_m, marched, 0.05) << i;
  }
  EXPECT_GT(met, 40);
}

TEST(TerrainSight, states_the_derivatives_that_differences_show_on_a_slope) {
  MadeTerrain made;
  made.height_m = slope;
  const GroundProjector ground = on(made, "slope.tif");
  const Eigen::Vector2d pixel(500, 130);
  const auto base = hit(looking_ahead(), pixel, ground);
  ASSERT_TRUE(base);
  const GeographicLib::LocalCartesian at(*looking_ahead().latitude_deg, *looking_ahead().longitude_deg,
                                         *looking_ahead().height_m);
  PoseJacobian numeric;
  const auto moved = [&](double e, double n, double u) {
    Telemetry t = looking_ahead();
    at.Reverse(e, n, u, *t.latitude_deg, *t.longitude_deg, *t.height_m);
    return Eigen::Vector2d(between(*base, *hit(t, pixel, ground)) / 0.5);
  };
  const auto turned = [&](std::optional<double> Telemetry::*angle) {
    Telemetry t = looking_ahead();
    *(t.*angle) += 0.05;
    return Eigen::Vector2d(between(*base, *hit(t, pixel, ground)) / (0.05 * kRadians));
  };
  numeric << moved(0, 0.5, 0), moved(0.5, 0, 0), moved(0, 0, 0.5), turned(&Telemetry::heading_deg),
      turned(&Telemetry::pitch_deg), turned(&Telemetry::roll_deg);
  EXPECT_NEAR((base->by_pose - numeric).norm(), 0, 0.01 * numeric.norm()) << base->by_pose << "\n\n"
                                                                          << numeric;
  made.height_m = [](double x, double y) { return slope(x, y) + 0.5; };
  const auto raised = hit(looking_ahead(), pixel, on(made, "raised.tif"));
  ASSERT_TRUE(raised);
  const Eigen::Vector2d by_level = between(*base, *raised) / 0.5;
  EXPECT_NEAR((base->by_level - by_level).norm(), 0, 0.01 * by_level.norm());
  const auto right = hit(looking_ahead(), pixel + Eigen::Vector2d(0.5, 0), ground);
  EXPECT_NEAR((base->by_pixel.col(0) - between(*base, *right) / 0.5).norm(), 0,
              0.02 * base->by_pixel.col(0).norm());
}

TEST(TerrainSight, draws_an_ellipse_that_holds_nine_of_ten_on_a_slope) {
  MadeTerrain made;
  made.height_m = slope;
  const GroundProjector ground = on(made, "ellipse.tif");
  std::mt19937 random(20261122);
  std::normal_distribution<double> unit;
  const auto real = hit(looking_ahead(), {400, 300}, ground);
  ASSERT_TRUE(real);
  const GeographicLib::LocalCartesian at(*looking_ahead().latitude_deg, *looking_ahead().longitude_deg,
                                         *looking_ahead().height_m);
  int inside = 0;
  constexpr int kTrials = 2000;
  for (int i = 0; i < kTrials; ++i) {
    Telemetry t = looking_ahead();
    // The ground's own error of a metre is one of height, for which the sensor's stands here.
    at.Reverse(unit(random), unit(random), std::sqrt(2.0) * unit(random), *t.latitude_deg, *t.longitude_deg,
               *t.height_m);
    *t.heading_deg += unit(random);
    *t.pitch_deg += unit(random);
    *t.roll_deg += unit(random);
    const auto reported = hit(t, {400 + unit(random), 300 + unit(random)}, ground);
    ASSERT_TRUE(reported);
    const Eigen::Vector2d error = between(*reported, *real);
    inside += error.dot(reported->covariance_m2.inverse() * error) < -2 * std::log(0.1) ? 1 : 0;
  }
  EXPECT_NEAR(inside / double{kTrials}, 0.9, 0.025);
}

TEST(TerrainSight, is_not_known_over_a_hole_or_beyond_the_model) {
  MadeTerrain made;
  made.height_m = [](double x, double y) {
    return std::hypot(kEast_m * (x + 1.35), kNorth_m * (y - 51)) < 25 ? -9999.0 : 100.0;
  };
  const GroundProjector ground = on(made, "hole.tif");
  EXPECT_FALSE(hit(looking_down(), kMiddle, ground)) << "straight into the hole";
  Telemetry t = looking_down();
  t.gimbal_pitch_deg = -20;  // 33 m above level ground: met 91 m to the north, beyond the hole
  EXPECT_TRUE(hit(t, kMiddle, ground)) << "over the hole, high above";
  t.height_m = 109;  // from within the hole's rim at 9 m
  EXPECT_FALSE(hit(t, kMiddle, ground)) << "what is in the hole might be in the way";
  t = looking_down();
  t.gimbal_pitch_deg = -3;  // 630 m
  EXPECT_FALSE(hit(t, kMiddle, ground)) << "beyond the edge";
  t.latitude_deg = 52;
  EXPECT_FALSE(hit(t, kMiddle, ground));
}

TEST(TerrainSight, gives_nothing_from_under_the_ground_or_upwards) {
  const GroundProjector ground = on({}, "under.tif");
  Telemetry t = looking_down();
  t.height_m = 99;
  EXPECT_FALSE(hit(t, kMiddle, ground));
  t.gimbal_pitch_deg = 90;
  EXPECT_FALSE(hit(t, kMiddle, ground));
  t.height_m = 133;
  EXPECT_FALSE(hit(t, kMiddle, ground));
  EXPECT_FALSE(hit(looking_down(), {std::nan(""), 0}, ground));
}

TEST(TerrainSight, crosses_the_date_line_and_lives_near_a_pole) {
  MadeTerrain made;
  made.x = 179.995;
  made.y = -16.995;
  Telemetry t = looking_down();
  t.latitude_deg = -17;
  t.longitude_deg = 179.9999;
  t.heading_deg = 90;
  t.gimbal_pitch_deg = -45;
  auto h = hit(t, kMiddle, on(made, "date_line_sight.tif"));
  ASSERT_TRUE(h);
  EXPECT_LT(h->longitude_deg, -179.99);
  EXPECT_NEAR(h->height_m, 100, 1e-3);
  made.x = 20;
  made.y = 89.97;
  made.step_x = 0.2;
  made.step_y = -1e-4;
  t.latitude_deg = 89.96;
  t.longitude_deg = 40;
  t.height_m = 1100;
  GroundOptions options;
  options.level_m = 100;
  h = hit(t, kMiddle, on(made, "polar_sight.tif"));
  const auto level = hit(t, kMiddle, GroundProjector(options));
  ASSERT_TRUE(h && level);
  EXPECT_NEAR(between(*h, *level).norm(), 0, 0.05);
}

}  // namespace
}  // namespace nightjar
