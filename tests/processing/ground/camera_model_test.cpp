#include "processing/ground/camera_model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/processing/ground/poses.hpp"

namespace nightjar {
namespace {

constexpr double kRadians = 3.14159265358979323846 / 180.0;
const cv::Size kPicture{640, 512};
const Eigen::Vector2d kMiddle{319.5, 255.5};

TEST(CameraModel, looks_straight_down_with_the_top_of_the_picture_north_at_minus_90_degrees) {
  const auto camera = CameraModel::from(looking_down(), kPicture);
  ASSERT_TRUE(camera);
  EXPECT_NEAR((camera->ray_ned(kMiddle) - Eigen::Vector3d(0, 0, 1)).norm(), 0, 1e-12);
  EXPECT_GT(camera->ray_ned({319.5, 0}).x(), 0.1) << "up in the picture is north";
  EXPECT_GT(camera->ray_ned({639, 255.5}).y(), 0.1) << "right in the picture is east";
}

TEST(CameraModel, takes_the_field_of_view_from_edge_to_edge) {
  const auto camera = CameraModel::from(looking_down(), kPicture);
  ASSERT_TRUE(camera);
  const Eigen::Vector3d right = camera->ray_ned({639.5, 255.5});
  EXPECT_NEAR(std::atan2(right.y(), right.z()), 30 * kRadians, 1e-12);
  const Eigen::Vector3d top = camera->ray_ned({319.5, -0.5});
  EXPECT_NEAR(std::atan2(top.x(), top.z()), 25 * kRadians, 1e-12);
}

TEST(CameraModel, adds_heading_and_gimbal_yaw_of_a_level_platform) {
  Telemetry t = looking_down();
  t.gimbal_pitch_deg = 0;
  t.heading_deg = 350;
  t.gimbal_yaw_deg = 30;
  const auto camera = CameraModel::from(t, kPicture);
  ASSERT_TRUE(camera);
  const Eigen::Vector3d ahead = camera->ray_ned(kMiddle);
  EXPECT_NEAR(std::atan2(ahead.y(), ahead.x()) / kRadians, 20, 1e-9);
  EXPECT_NEAR(ahead.z(), 0, 1e-12);
}

TEST(CameraModel, takes_every_angle_modulo_360) {
  Telemetry turned = looking_ahead();
  *turned.heading_deg += 720;
  *turned.gimbal_pitch_deg += 360;
  *turned.roll_deg -= 360;
  const auto one = CameraModel::from(looking_ahead(), kPicture), other = CameraModel::from(turned, kPicture);
  ASSERT_TRUE(one && other);
  EXPECT_NEAR((one->ray_ned({17, 400}) - other->ray_ned({17, 400})).norm(), 0, 1e-12);
}

TEST(CameraModel, comes_back_to_the_pixel_that_it_set_out_from) {
  const LensDistortion lens{-0.21, 0.05, 0, 0.001, -0.0007};
  for (const LensDistortion& distortion : {LensDistortion{}, lens}) {
    const auto camera = CameraModel::from(looking_ahead(), kPicture, distortion);
    ASSERT_TRUE(camera);
    for (const Eigen::Vector2d& pixel :
         {Eigen::Vector2d(0, 0), {639, 511}, {100.25, 300.75}, {319.5, 255.5}}) {
      const auto back = camera->pixel_of(camera->ray_ned(pixel));
      ASSERT_TRUE(back);
      EXPECT_NEAR((*back - pixel).norm(), 0, 1e-6);
    }
  }
}

TEST(CameraModel, sees_nothing_behind_itself) {
  const auto camera = CameraModel::from(looking_down(), kPicture);
  ASSERT_TRUE(camera);
  EXPECT_FALSE(camera->pixel_of({0, 0, -1}));
  EXPECT_FALSE(camera->pixel_of({1, 0, 0}));
  EXPECT_FALSE(camera->pixel_of({0, 0, 0}));
}

TEST(CameraModel, is_not_there_without_any_one_part_of_the_pose) {
  using Part = std::optional<double> Telemetry::*;
  for (const Part part :
       {&Telemetry::latitude_deg, &Telemetry::longitude_deg, &Telemetry::height_m, &Telemetry::heading_deg,
        &Telemetry::pitch_deg, &Telemetry::roll_deg, &Telemetry::gimbal_yaw_deg, &Telemetry::gimbal_pitch_deg,
        &Telemetry::gimbal_roll_deg, &Telemetry::hfov_deg}) {
    Telemetry t = looking_down();
    t.*part = std::nullopt;
    EXPECT_FALSE(CameraModel::from(t, kPicture));
    t.*part = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(CameraModel::from(t, kPicture));
    t.*part = std::numeric_limits<double>::infinity();
    EXPECT_FALSE(CameraModel::from(t, kPicture));
  }
}

TEST(CameraModel, is_not_there_for_impossible_lenses_pictures_and_at_the_poles) {
  for (const double hfov : {0.0, -60.0, 180.0, 400.0}) {
    Telemetry t = looking_down();
    t.hfov_deg = hfov;
    EXPECT_FALSE(CameraModel::from(t, kPicture)) << hfov;
  }
  for (const double latitude : {90.0, -90.0, 120.0}) {
    Telemetry t = looking_down();
    t.latitude_deg = latitude;
    EXPECT_FALSE(CameraModel::from(t, kPicture)) << latitude;
  }
  EXPECT_FALSE(CameraModel::from(looking_down(), {0, 0}));
}

TEST(CameraModel, takes_square_pixels_where_the_vertical_field_of_view_is_not_stated) {
  Telemetry t = looking_down();
  t.vfov_deg = std::nullopt;
  const auto camera = CameraModel::from(t, kPicture);
  ASSERT_TRUE(camera);
  const Eigen::Vector3d right = camera->ray_ned(kMiddle + Eigen::Vector2d(100, 0));
  const Eigen::Vector3d down = camera->ray_ned(kMiddle + Eigen::Vector2d(0, 100));
  EXPECT_NEAR(right.y() / right.z(), -down.x() / down.z(), 1e-12);
}

}  // namespace
}  // namespace nightjar
