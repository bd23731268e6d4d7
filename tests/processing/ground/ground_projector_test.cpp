#include "processing/ground/ground_projector.hpp"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/LocalCartesian.hpp>
#include <cmath>
#include <random>

#include "tests/processing/ground/poses.hpp"

namespace nightjar {
namespace {

constexpr double kRadians = 3.14159265358979323846 / 180.0;
const cv::Size kPicture{640, 512};
const Eigen::Vector2d kMiddle{319.5, 255.5};

GroundProjector projector(double level_m = 100, PoseError error = {1.0, 1.0}) {
  GroundOptions options;
  options.level_m = level_m;
  options.pose_error = error;
  return GroundProjector(options);
}

std::optional<GroundHit> hit(const Telemetry& t, const Eigen::Vector2d& pixel,
                             const GroundProjector& ground) {
  const auto camera = CameraModel::from(t, kPicture);
  if (!camera) return {};
  return ground.project(*camera, pixel);
}

/// Metres east and north of `from`.
Eigen::Vector2d between(const GroundHit& from, const GroundHit& to) {
  const GeographicLib::LocalCartesian local(from.latitude_deg, from.longitude_deg, from.height_m);
  double x = 0, y = 0, z = 0;
  local.Forward(to.latitude_deg, to.longitude_deg, to.height_m, x, y, z);
  return {x, y};
}

TEST(GroundProjector, puts_the_middle_of_a_picture_straight_down_under_the_camera) {
  const auto h = hit(looking_down(), kMiddle, projector());
  ASSERT_TRUE(h);
  EXPECT_NEAR(h->latitude_deg, 51.0, 1e-10);
  EXPECT_NEAR(h->longitude_deg, -1.35, 1e-10);
  EXPECT_NEAR(h->height_m, 100, 1e-6);
  EXPECT_NEAR(h->slant_range_m, 33, 1e-6);
}

TEST(GroundProjector, agrees_with_the_geodesic_at_45_degrees) {
  Telemetry t = looking_down();
  t.heading_deg = 70;
  t.gimbal_pitch_deg = -45;
  t.height_m = 600;
  const auto h = hit(t, kMiddle, projector());
  ASSERT_TRUE(h);
  double distance_m = 0, azimuth = 0, back = 0;
  GeographicLib::Geodesic::WGS84().Inverse(51.0, -1.35, h->latitude_deg, h->longitude_deg, distance_m,
                                           azimuth, back);
  EXPECT_NEAR(azimuth, 70, 1e-3);
  EXPECT_NEAR(distance_m, 500, 0.1);  // the earth falls away by 2 cm over this distance
  EXPECT_NEAR(h->height_m, 100, 1e-6);
}

TEST(GroundProjector, stays_on_the_level_far_away_where_the_earth_is_round) {
  Telemetry t = looking_down();
  t.height_m = 3100;
  t.gimbal_pitch_deg = -12;
  const auto h = hit(t, kMiddle, projector());
  ASSERT_TRUE(h);
  EXPECT_NEAR(h->height_m, 100, 1e-4);
  EXPECT_GT(h->slant_range_m, 3000 / std::sin(12 * kRadians)) << "round ground is met later than flat";
}

TEST(GroundProjector, comes_back_to_the_pixel) {
  const auto camera = CameraModel::from(looking_ahead(), kPicture);
  ASSERT_TRUE(camera);
  for (const Eigen::Vector2d& pixel : {Eigen::Vector2d(3, 500), {320, 256}, {610.5, 100.25}}) {
    const auto h = projector().project(*camera, pixel);
    ASSERT_TRUE(h);
    const auto back = projector().pixel_of(*camera, h->latitude_deg, h->longitude_deg);
    ASSERT_TRUE(back);
    EXPECT_NEAR((*back - pixel).norm(), 0, 1e-4);
  }
}

TEST(GroundProjector, does_not_see_the_other_side_of_the_earth_through_the_ground) {
  const auto camera = CameraModel::from(looking_down(), kPicture);
  ASSERT_TRUE(camera);
  EXPECT_FALSE(projector().pixel_of(*camera, -51.0, 178.65));
  EXPECT_FALSE(projector().pixel_of(*camera, std::nan(""), 0));
}

TEST(GroundProjector, gives_nothing_at_or_above_the_horizon) {
  Telemetry t = looking_down();
  for (const double pitch : {0.0, 5.0, 90.0, -0.05}) {
    t.gimbal_pitch_deg = pitch;
    EXPECT_FALSE(hit(t, kMiddle, projector())) << pitch;
  }
}

TEST(GroundProjector, gives_nothing_from_at_or_under_the_ground_or_for_no_pixel) {
  Telemetry t = looking_down();
  t.height_m = 100;
  EXPECT_FALSE(hit(t, kMiddle, projector()));
  t.height_m = 50;
  EXPECT_FALSE(hit(t, kMiddle, projector()));
  EXPECT_FALSE(hit(looking_down(), {std::nan(""), 0}, projector()));
}

TEST(GroundProjector, crosses_the_date_line) {
  Telemetry t = looking_down();
  t.latitude_deg = -17;
  t.longitude_deg = 179.9999;
  t.heading_deg = 90;
  t.gimbal_pitch_deg = -45;
  const auto h = hit(t, kMiddle, projector(33));
  ASSERT_TRUE(h);
  EXPECT_LT(h->longitude_deg, -179.99);
  t.longitude_deg = 179.9999 - 360;
  const auto same = hit(t, kMiddle, projector(33));
  ASSERT_TRUE(same);
  EXPECT_NEAR(same->longitude_deg, h->longitude_deg, 1e-9);
}

TEST(GroundProjector, states_the_derivatives_that_differences_show) {
  const Eigen::Vector2d pixel(500, 130);
  const GroundProjector ground = projector();
  const auto base = hit(looking_ahead(), pixel, ground);
  ASSERT_TRUE(base);
  const GeographicLib::LocalCartesian at(*looking_ahead().latitude_deg, *looking_ahead().longitude_deg,
                                         *looking_ahead().height_m);
  const auto moved = [&](double e, double n, double u) {
    Telemetry t = looking_ahead();
    at.Reverse(e, n, u, *t.latitude_deg, *t.longitude_deg, *t.height_m);
    return between(*base, *hit(t, pixel, ground));
  };
  const auto turned = [&](std::optional<double> Telemetry::*angle) {
    Telemetry t = looking_ahead();
    *(t.*angle) += 0.01;
    return Eigen::Vector2d(between(*base, *hit(t, pixel, ground)) / (0.01 * kRadians));
  };
  PoseJacobian numeric;
  numeric.col(0) = moved(0, 0.1, 0) / 0.1;
  numeric.col(1) = moved(0.1, 0, 0) / 0.1;
  numeric.col(2) = moved(0, 0, 0.1) / 0.1;
  numeric.col(3) = turned(&Telemetry::heading_deg);
  numeric.col(4) = turned(&Telemetry::pitch_deg);
  numeric.col(5) = turned(&Telemetry::roll_deg);
  for (int axis = 0; axis < 6; ++axis) {
    EXPECT_NEAR((base->by_pose.col(axis) - numeric.col(axis)).norm(), 0,
                2e-3 * (1 + numeric.col(axis).norm()))
        << "axis " << axis << "\nstated\n"
        << base->by_pose << "\nmeasured\n"
        << numeric;
  }
  const auto camera = CameraModel::from(looking_ahead(), kPicture);
  const Eigen::Vector2d right =
      between(*base, *ground.project(*camera, pixel + Eigen::Vector2d(0.1, 0))) / 0.1;
  EXPECT_NEAR((base->by_pixel.col(0) - right).norm(), 0, 1e-2 * right.norm());
  const Eigen::Vector2d raised = between(*base, *projector(100.1).project(*camera, pixel)) / 0.1;
  EXPECT_NEAR((base->by_level - raised).norm(), 0, 1e-2 * raised.norm());
}

TEST(GroundProjector, knows_the_error_of_a_degree_of_pitch_at_45_degrees) {
  Telemetry t = looking_down();
  t.height_m = 200;
  t.gimbal_pitch_deg = -45;
  GroundOptions options;
  options.level_m = 100;
  options.pose_error = {0, 1};
  options.pixel_error_px = 0;
  options.level_error_m = 0;
  const auto h = hit(t, kMiddle, GroundProjector(options));
  ASSERT_TRUE(h);
  EXPECT_NEAR(std::sqrt(h->covariance_m2(1, 1)), 3.49, 0.02);  // h / sin2(45) times one degree, north
}

/// The camera really is off by the stated errors: nine points of ten must lie in the ellipse.
TEST(GroundProjector, draws_an_ellipse_that_holds_nine_of_ten) {
  std::mt19937 random(20261121);
  std::normal_distribution<double> unit;
  for (const Telemetry& truth : {looking_down(), looking_ahead()}) {
    const GroundProjector ground = projector(100, {1.0, 1.0});
    const auto real = hit(truth, {400, 300}, ground);
    ASSERT_TRUE(real);
    const GeographicLib::LocalCartesian at(*truth.latitude_deg, *truth.longitude_deg, *truth.height_m);
    int inside = 0, inside_circle = 0;
    constexpr int kTrials = 4000;
    for (int i = 0; i < kTrials; ++i) {
      Telemetry t = truth;
      at.Reverse(unit(random), unit(random), unit(random), *t.latitude_deg, *t.longitude_deg, *t.height_m);
      *t.heading_deg += unit(random);
      *t.pitch_deg += unit(random);
      *t.roll_deg += unit(random);
      const auto reported = hit(t, {400 + unit(random), 300 + unit(random)}, ground);
      ASSERT_TRUE(reported);
      const Eigen::Vector2d error = between(*reported, *real);
      inside += error.dot(reported->covariance_m2.inverse() * error) < -2 * std::log(0.1) ? 1 : 0;
      inside_circle += error.norm() < ellipse_of(reported->covariance_m2).ce90_m ? 1 : 0;
    }
    EXPECT_NEAR(inside / double{kTrials}, 0.9, 0.02);
    EXPECT_NEAR(inside_circle / double{kTrials}, 0.9, 0.02);
  }
}

TEST(GroundEllipse, points_its_long_axis_by_compass) {
  Eigen::Matrix2d covariance;
  covariance << 9, 0, 0, 1;  // three times as uncertain east as north
  const GroundEllipse east = ellipse_of(covariance);
  EXPECT_NEAR(east.bearing_deg, 90, 1e-9);
  EXPECT_NEAR(east.major_m, 3 * 2.1460, 1e-3);
  EXPECT_NEAR(east.minor_m, 2.1460, 1e-3);
  const Eigen::Matrix2d turn = Eigen::Rotation2Dd(-30 * kRadians).toRotationMatrix();  // 30 degrees clockwise
  EXPECT_NEAR(ellipse_of(turn * covariance * turn.transpose()).bearing_deg, 120, 1e-6);
  EXPECT_NEAR(ellipse_of(Eigen::Matrix2d::Identity()).ce90_m, 2.1460, 0.011);
}

}  // namespace
}  // namespace nightjar
