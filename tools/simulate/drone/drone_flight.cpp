#include "tools/simulate/drone/drone_flight.hpp"

#include <GeographicLib/LocalCartesian.hpp>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

constexpr double kLeg_m = 84;
constexpr double kTurnRadius_m = 15;

double radians(double degrees) {
  return degrees * CV_PI / 180;
}
double degrees(double radians) {
  return radians * 180 / CV_PI;
}

cv::Matx33d about_x(double angle_deg) {
  const double c = std::cos(radians(angle_deg));
  const double s = std::sin(radians(angle_deg));
  return {1, 0, 0, 0, c, -s, 0, s, c};
}
cv::Matx33d about_y(double angle_deg) {
  const double c = std::cos(radians(angle_deg));
  const double s = std::sin(radians(angle_deg));
  return {c, 0, s, 0, 1, 0, -s, 0, c};
}
cv::Matx33d about_z(double angle_deg) {
  const double c = std::cos(radians(angle_deg));
  const double s = std::sin(radians(angle_deg));
  return {c, -s, 0, s, c, 0, 0, 0, 1};
}
cv::Matx33d rotation(double yaw_deg, double pitch_deg, double roll_deg) {
  return about_z(yaw_deg) * about_y(pitch_deg) * about_x(roll_deg);
}

const GeographicLib::LocalCartesian& field() {
  static const GeographicLib::LocalCartesian axes(kFlightLatitude_deg, kFlightLongitude_deg, kFlightGround_m);
  return axes;
}

/// Slow wandering, a sum of waves that do not repeat within a flight; about ±1.
double wander(double time_s, double phase) {
  return 0.6 * std::sin(0.83 * time_s + phase) + 0.4 * std::sin(2.17 * time_s + 2.3 * phase);
}

}  // namespace

double thermal_focal_px() {
  return kThermalSize.width / 2.0 / std::tan(radians(kThermalHfov_deg / 2));
}

double thermal_vfov_deg() {
  return degrees(2 * std::atan(kThermalSize.height / 2.0 / thermal_focal_px()));
}

cv::Point2d local_from_wgs84(double latitude_deg, double longitude_deg) {
  double east = 0;
  double north = 0;
  double up = 0;
  field().Forward(latitude_deg, longitude_deg, kFlightGround_m, east, north, up);
  return {east, north};
}

cv::Point2d wgs84_from_local(cv::Point2d east_north_m) {
  double latitude = 0;
  double longitude = 0;
  double height = 0;
  field().Reverse(east_north_m.x, east_north_m.y, 0, latitude, longitude, height);
  return {latitude, longitude};
}

cv::Point2d DronePose::project(const cv::Point3d& point_m) const {
  const cv::Vec3d ned(point_m.y - position_m.y, point_m.x - position_m.x, position_m.z - point_m.z);
  const cv::Vec3d in_camera = ned_from_camera.t() * ned;
  return {(kThermalSize.width - 1) / 2.0 + thermal_focal_px() * in_camera[1] / in_camera[0],
          (kThermalSize.height - 1) / 2.0 + thermal_focal_px() * in_camera[2] / in_camera[0]};
}

double DronePose::distance_m(const cv::Point3d& point_m) const {
  return cv::norm(point_m - position_m);
}

cv::Point2d DronePose::ground_at(cv::Point2d pixel) const {
  const cv::Vec3d sight =
      ned_from_camera * cv::Vec3d(1, (pixel.x - (kThermalSize.width - 1) / 2.0) / thermal_focal_px(),
                                  (pixel.y - (kThermalSize.height - 1) / 2.0) / thermal_focal_px());
  const double reach = position_m.z / sight[2];
  return {position_m.x + reach * sight[1], position_m.y + reach * sight[0]};
}

DroneFlight::DroneFlight(std::uint64_t seed) {
  cv::RNG random(seed * 6700417 + 11);
  height_m_ = random.uniform(62.0, 82.0);
  speed_mps_ = random.uniform(6.0, 8.0);
  oblique_deg_ = random.uniform(-62.0, -52.0);
  bearing_deg_ = random.uniform(-25.0, 25.0);
}

DroneFlight::Motion DroneFlight::motion_at(double time_s) const {
  const double turn_m = CV_PI * kTurnRadius_m;
  double along_m = speed_mps_ * time_s;
  int leg = 0;
  while (along_m > kLeg_m + turn_m) {
    along_m -= kLeg_m + turn_m;
    ++leg;
  }
  const bool outward = leg % 2 == 0;
  const double sign = outward ? 1 : -1;
  const double base_x = -2 * kTurnRadius_m + 2 * kTurnRadius_m * leg;
  cv::Point2d in_legs;  // x across the legs, y along the first
  double heading_deg = outward ? 0 : 180;
  double turn_rate_dps = 0;
  if (along_m <= kLeg_m) {
    in_legs = {base_x, sign * (along_m - kLeg_m / 2)};
  } else {
    const double angle = (along_m - kLeg_m) / kTurnRadius_m;
    in_legs = {base_x + kTurnRadius_m * (1 - std::cos(angle)),
               sign * (kLeg_m / 2 + kTurnRadius_m * std::sin(angle))};
    heading_deg += sign * degrees(angle);
    turn_rate_dps = sign * degrees(speed_mps_ / kTurnRadius_m);
  }
  const double c = std::cos(radians(bearing_deg_));
  const double s = std::sin(radians(bearing_deg_));
  Motion motion;
  motion.position_m = {in_legs.x * c + in_legs.y * s + 0.3 * wander(time_s, 1.0),
                       -in_legs.x * s + in_legs.y * c + 0.3 * wander(time_s, 2.0),
                       height_m_ + 0.8 * wander(time_s * 0.5, 3.0)};
  motion.heading_deg = heading_deg + bearing_deg_ + 1.2 * wander(time_s, 4.0);
  motion.turn_rate_dps = turn_rate_dps;
  return motion;
}

double DroneFlight::gimbal_elevation_deg(double time_s) const {
  // Straight down over the first leg, then up to the oblique view within four seconds.
  const double down_s = kLeg_m / speed_mps_;
  const double part = std::clamp((time_s - down_s) / 4, 0.0, 1.0);
  const double eased = part * part * (3 - 2 * part);
  return -90 + (oblique_deg_ + 90) * eased;
}

Telemetry DroneFlight::telemetry_at(double time_s) const {
  const Motion motion = motion_at(time_s);
  const double pitch_deg = -5 + 1.5 * wander(time_s, 5.0);
  const double roll_deg = 0.35 * motion.turn_rate_dps + 1.5 * wander(time_s, 6.0);
  const cv::Matx33d ned_from_platform = rotation(motion.heading_deg, pitch_deg, roll_deg);
  const cv::Matx33d ned_from_camera =
      rotation(motion.heading_deg, gimbal_elevation_deg(time_s) + 0.05 * wander(3 * time_s, 7.0),
               0.05 * wander(3 * time_s, 8.0));
  const cv::Matx33d platform_from_camera = ned_from_platform.t() * ned_from_camera;

  Telemetry telemetry;
  double latitude = 0;
  double longitude = 0;
  double height = 0;
  field().Reverse(motion.position_m.x, motion.position_m.y, motion.position_m.z, latitude, longitude, height);
  telemetry.latitude_deg = latitude;
  telemetry.longitude_deg = longitude;
  telemetry.height_m = height;
  telemetry.heading_deg = motion.heading_deg;
  telemetry.pitch_deg = pitch_deg;
  telemetry.roll_deg = roll_deg;
  telemetry.gimbal_yaw_deg = degrees(std::atan2(platform_from_camera(1, 0), platform_from_camera(0, 0)));
  telemetry.gimbal_pitch_deg = degrees(std::asin(std::clamp(-platform_from_camera(2, 0), -1.0, 1.0)));
  telemetry.gimbal_roll_deg = degrees(std::atan2(platform_from_camera(2, 1), platform_from_camera(2, 2)));
  telemetry.hfov_deg = kThermalHfov_deg;
  telemetry.vfov_deg = thermal_vfov_deg();
  return telemetry;
}

DronePose DroneFlight::pose_at(double time_s) const {
  return pose_of(telemetry_at(time_s));
}

DronePose pose_of(const Telemetry& telemetry) {
  DronePose pose;
  field().Forward(telemetry.latitude_deg.value(), telemetry.longitude_deg.value(), telemetry.height_m.value(),
                  pose.position_m.x, pose.position_m.y, pose.position_m.z);
  pose.ned_from_camera =
      rotation(telemetry.heading_deg.value(), telemetry.pitch_deg.value(), telemetry.roll_deg.value()) *
      rotation(telemetry.gimbal_yaw_deg.value(), telemetry.gimbal_pitch_deg.value(),
               telemetry.gimbal_roll_deg.value());
  return pose;
}

}  // namespace nightjar
