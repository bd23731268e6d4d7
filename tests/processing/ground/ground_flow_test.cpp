#include "processing/ground/ground_flow.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

const cv::Size kPicture{640, 512};
constexpr double kNorth_deg = 1 / 111'250.0;  // a metre at 51 degrees north

/// 100 m over the level of 50 m, a pixel about 0.1 m there.
Telemetry looking_down() {
  Telemetry t;
  t.latitude_deg = 51;
  t.longitude_deg = -1;
  t.height_m = 150;
  t.heading_deg = t.pitch_deg = t.roll_deg = 0;
  t.gimbal_yaw_deg = t.gimbal_roll_deg = 0;
  t.gimbal_pitch_deg = -90;
  t.hfov_deg = 35.4893;  // 2 atan(320 / 1000)
  return t;
}

Eigen::Vector2d flow(const Telemetry& from, const Telemetry& to,
                     const Eigen::Vector2d& pixel = {319.5, 255.5}) {
  return ground_flow(CameraModel::from(from, kPicture).value(), CameraModel::from(to, kPicture).value(),
                     pixel, 50)
      .value();
}

TEST(GroundFlow, GroundGoesDownThePictureOfOneWhoFliesNorth) {
  Telemetry to = looking_down();
  to.latitude_deg = 51 + 3 * kNorth_deg;
  const auto moved = flow(looking_down(), to);
  EXPECT_NEAR(moved.x(), 0, 1e-6);
  EXPECT_NEAR(moved.y(), 30, 0.1);
}

TEST(GroundFlow, ATurnToTheRightTurnsTheGroundToTheLeftAboutTheMiddle) {
  Telemetry to = looking_down();
  to.heading_deg = 2;
  EXPECT_NEAR(flow(looking_down(), to).norm(), 0, 1e-6);
  const auto above = flow(looking_down(), to, {319.5, 55.5});
  EXPECT_NEAR(above.x(), -7, 0.1);  // 200 px times 2 degrees
}

TEST(GroundFlow, WhatLiesOverTheHorizonMovesByTheTurnAlone) {
  Telemetry from = looking_down(), to;
  from.gimbal_pitch_deg = 10;
  to = from;
  to.heading_deg = 1;
  to.latitude_deg = 51 + 2 * kNorth_deg;
  EXPECT_NEAR(flow(from, to).x(), -17.2, 0.5);
}

TEST(GroundFlow, TheDateLineIsNoWay) {
  Telemetry from = looking_down(), to = looking_down();
  from.longitude_deg = 179.99999;
  to.longitude_deg = -179.99999;
  EXPECT_LT(flow(from, to).norm(), 20);
}

TEST(GroundFlow, WhatComesToLieBehindTheCameraIsNotKnown) {
  Telemetry to = looking_down();
  to.gimbal_pitch_deg = 90;
  EXPECT_FALSE(ground_flow(CameraModel::from(looking_down(), kPicture).value(),
                           CameraModel::from(to, kPicture).value(), {319.5, 255.5}, 50));
}

}  // namespace
}  // namespace nightjar
