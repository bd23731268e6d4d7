#include "tools/simulate/drone/drone_flight.hpp"

#include <GeographicLib/LocalCartesian.hpp>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

constexpr double kLeg_m = 84;
constexpr double kTurnRadius_m = 15;
constexpr double kPlaceRadius_m = 30;  // of the circle on which the places of a search lie
constexpr double kPlaceEvery_s = 20;   // three places: back at the first after a minute
constexpr double kHover_s = 11;
constexpr double kTurning_s = 4;
constexpr double kZoomAt = 0.6;  // of the flight
constexpr double kZoom_s = 1;

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

double eased(double part) {
  const double clamped = std::clamp(part, 0.0, 1.0);
  return clamped * clamped * (3 - 2 * clamped);
}

/// The gimbal's shaking: what it lags behind, the rotors' hum, and now and then a gust.
double shake_deg(double time_s, double phase) {
  const double gust = std::pow(std::max(0.0, std::sin(0.41 * time_s + phase)), 12);
  return 0.05 * wander(3 * time_s, phase) + 0.015 * std::sin(27 * time_s + phase) +
         0.2 * gust * std::sin(8 * time_s);
}

GimbalAngles angles_of(const cv::Matx33d& rotated) {
  return {degrees(std::atan2(rotated(1, 0), rotated(0, 0))),
          degrees(std::asin(std::clamp(-rotated(2, 0), -1.0, 1.0))),
          degrees(std::atan2(rotated(2, 1), rotated(2, 2)))};
}

/// Half the picture's width or height over the focal length, as an angle of view.
double view_deg(int size_px, double focal_px) {
  return degrees(2 * std::atan(size_px / 2.0 / focal_px));
}

double focal_px_of(double hfov_deg) {
  return kThermalSize.width / 2.0 / std::tan(radians(hfov_deg / 2));
}

}  // namespace

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
  return {(kThermalSize.width - 1) / 2.0 + focal_px * in_camera[1] / in_camera[0],
          (kThermalSize.height - 1) / 2.0 + focal_px * in_camera[2] / in_camera[0]};
}

double DronePose::depth_m(const cv::Point3d& point_m) const {
  return ned_from_camera(0, 0) * (point_m.y - position_m.y) +
         ned_from_camera(1, 0) * (point_m.x - position_m.x) +
         ned_from_camera(2, 0) * (position_m.z - point_m.z);
}

cv::Point3d DronePose::direction_of(cv::Point2d pixel) const {
  const cv::Vec3d ned = ned_from_camera * cv::Vec3d(1, (pixel.x - (kThermalSize.width - 1) / 2.0) / focal_px,
                                                    (pixel.y - (kThermalSize.height - 1) / 2.0) / focal_px);
  return {ned[1], ned[0], -ned[2]};
}

cv::Point2d DronePose::ground_at(cv::Point2d pixel) const {
  const cv::Point3d sight = direction_of(pixel);
  const double reach = -position_m.z / sight.z;
  return {position_m.x + reach * sight.x, position_m.y + reach * sight.y};
}

DroneFlight::DroneFlight(const DroneSceneOptions& options) : options_(options) {
  cv::RNG random(options.seed * 6700417 + 11);
  const double part = random.uniform(0.0, 1.0);
  speed_mps_ = random.uniform(6.0, 8.0);
  oblique_deg_ = random.uniform(-62.0, -52.0);
  bearing_deg_ = random.uniform(-25.0, 25.0);
  switch (options.flight) {
    case FlightKind::mixed:
      height_m_ = 62 + 20 * part;
      break;
    case FlightKind::nadir:
      height_m_ = 40 + 30 * part;
      break;
    case FlightKind::oblique:
      height_m_ = 85 + 30 * part;
      oblique_deg_ += 12;  // -50 to -40
      break;
    case FlightKind::search:
      height_m_ = 45 + 30 * part;
      break;
  }
  height_m_ = options.height_m.value_or(height_m_);
}

DroneFlight::Motion DroneFlight::on_legs(double time_s) const {
  const double turn_m = CV_PI * kTurnRadius_m;
  double along_m = speed_mps_ * time_s;
  const int leg = static_cast<int>(along_m / (kLeg_m + turn_m));
  along_m -= leg * (kLeg_m + turn_m);
  const bool outward = leg % 2 == 0;
  const double sign = outward ? 1 : -1;
  // Six legs from west to east, then the same back, so that long flights stay over the map.
  const int lane = leg % 10 < 5 ? leg % 10 : 10 - leg % 10;
  const double onward = leg % 10 < 5 ? 1 : -1;
  const double base_x = -2 * kTurnRadius_m + 2 * kTurnRadius_m * lane;
  cv::Point2d in_legs;  // x across the legs, y along the first
  Motion motion;
  motion.heading_deg = outward ? 0 : 180;
  if (along_m <= kLeg_m) {
    in_legs = {base_x, sign * (along_m - kLeg_m / 2)};
  } else {
    const double angle = (along_m - kLeg_m) / kTurnRadius_m;
    in_legs = {base_x + onward * kTurnRadius_m * (1 - std::cos(angle)),
               sign * (kLeg_m / 2 + kTurnRadius_m * std::sin(angle))};
    motion.heading_deg += onward * sign * degrees(angle);
    motion.turn_rate_dps = onward * sign * degrees(speed_mps_ / kTurnRadius_m);
  }
  motion.at_m = in_legs;
  if (options_.flight == FlightKind::oblique) motion.elevation_deg = oblique_deg_;
  if (options_.flight == FlightKind::mixed)  // straight down over the first leg, then up within four seconds
    motion.elevation_deg = -90 + (oblique_deg_ + 90) * eased((time_s - kLeg_m / speed_mps_) / 4);
  return motion;
}

DroneFlight::Motion DroneFlight::searching(double time_s) const {
  const int place = static_cast<int>(time_s / kPlaceEvery_s);
  const double since_s = time_s - place * kPlaceEvery_s;
  const auto at = [](int number) {
    const double angle = 2 * CV_PI / 3 * (number % 3);
    return cv::Point2d(std::sin(angle), std::cos(angle)) * kPlaceRadius_m;
  };
  const double to_next_deg = 150 + 120.0 * place;
  const double turned = eased((since_s - (kHover_s - kTurning_s)) / kTurning_s);
  const double travelled = eased((since_s - kHover_s) / (kPlaceEvery_s - kHover_s));
  Motion motion;
  motion.at_m = at(place) + (at(place + 1) - at(place)) * travelled;
  motion.heading_deg = to_next_deg - 120 * (1 - turned);
  const double look = std::clamp(since_s / (kHover_s - kTurning_s), 0.0, 1.0);  // round once, up and down
  motion.pan_deg = 40 * std::sin(2 * CV_PI * look);
  motion.elevation_deg = -62 + 14 * std::sin(CV_PI * look) * std::cos(3 * CV_PI * look);
  return motion;
}

DroneFlight::Motion DroneFlight::motion_at(double time_s) const {
  Motion motion = options_.flight == FlightKind::search ? searching(time_s) : on_legs(time_s);
  const double c = std::cos(radians(bearing_deg_));
  const double s = std::sin(radians(bearing_deg_));
  motion.at_m = {motion.at_m.x * c + motion.at_m.y * s + 0.3 * wander(time_s, 1.0),
                 -motion.at_m.x * s + motion.at_m.y * c + 0.3 * wander(time_s, 2.0)};
  motion.heading_deg += bearing_deg_ + 1.2 * wander(time_s, 4.0);
  return motion;
}

double DroneFlight::zoom_at(double time_s) const {
  return std::pow(options_.zoom, eased((time_s - kZoomAt * options_.seconds) / kZoom_s));
}

Telemetry DroneFlight::telemetry_at(double time_s) const {
  const Motion motion = motion_at(time_s);
  const double up_m = height_m_ + 0.8 * wander(time_s * 0.5, 3.0);
  const double pitch_deg = -5 + 1.5 * wander(time_s, 5.0);
  const double roll_deg = 0.35 * motion.turn_rate_dps + 1.5 * wander(time_s, 6.0);
  const cv::Matx33d ned_from_platform = rotation(motion.heading_deg, pitch_deg, roll_deg);
  const cv::Matx33d ned_from_camera =
      rotation(motion.heading_deg + motion.pan_deg + shake_deg(time_s, 9.0),
               motion.elevation_deg + shake_deg(time_s, 7.0), shake_deg(time_s, 8.0));
  const GimbalAngles gimbal = angles_of(ned_from_platform.t() * ned_from_camera);
  const double focal_px = focal_px_of(kThermalHfov_deg) * zoom_at(time_s);

  Telemetry telemetry;
  double latitude = 0;
  double longitude = 0;
  double height = 0;
  field().Reverse(motion.at_m.x, motion.at_m.y, up_m, latitude, longitude, height);
  telemetry.latitude_deg = latitude;
  telemetry.longitude_deg = longitude;
  telemetry.height_m = height;
  telemetry.heading_deg = motion.heading_deg - 360 * std::floor(motion.heading_deg / 360);
  telemetry.pitch_deg = pitch_deg;
  telemetry.roll_deg = roll_deg;
  telemetry.gimbal_yaw_deg = gimbal.yaw_deg;
  telemetry.gimbal_pitch_deg = gimbal.pitch_deg;
  telemetry.gimbal_roll_deg = gimbal.roll_deg;
  telemetry.hfov_deg = view_deg(kThermalSize.width, focal_px);
  telemetry.vfov_deg = view_deg(kThermalSize.height, focal_px);
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
  pose.focal_px = focal_px_of(telemetry.hfov_deg.value());
  return pose;
}

GimbalAngles gimbal_angles(const Telemetry& telemetry) {
  return angles_of(pose_of(telemetry).ned_from_camera);
}

}  // namespace nightjar
