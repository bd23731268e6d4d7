#pragma once

#include <cstdint>
#include <opencv2/core/matx.hpp>
#include <opencv2/core/types.hpp>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Where the made flight is: the middle of its map, on level ground. Local axes: east, north, up from here.
inline constexpr double kFlightLatitude_deg = 51.0;
inline constexpr double kFlightLongitude_deg = -1.35;
inline constexpr double kFlightGround_m = 100;  ///< above the WGS84 ellipsoid

/// A thermal camera's picture size and view: 640 x 512 with a 13 mm lens.
inline const cv::Size kThermalSize{640, 512};
inline constexpr double kThermalHfov_deg = 32.9;
[[nodiscard]] double thermal_focal_px();
[[nodiscard]] double thermal_vfov_deg();

[[nodiscard]] cv::Point2d local_from_wgs84(double latitude_deg, double longitude_deg);
/// Latitude and longitude of a point on the ground.
[[nodiscard]] cv::Point2d wgs84_from_local(cv::Point2d east_north_m);

/// The camera at one instant. Pixels: the top left pixel's centre is at (0, 0).
struct DronePose {
  cv::Point3d position_m;       ///< east, north, up from the ground
  cv::Matx33d ned_from_camera;  ///< camera axes: along the line of sight, right, down

  [[nodiscard]] cv::Point2d project(const cv::Point3d& point_m) const;
  [[nodiscard]] double distance_m(const cv::Point3d& point_m) const;
  /// Where a pixel's line of sight meets the ground; the camera must look down there.
  [[nodiscard]] cv::Point2d ground_at(cv::Point2d pixel) const;
};

/// A drone that flies legs up and down a field, turning in half circles, first looking straight down, then
/// ahead and down. The platform leans; the gimbal holds the camera's own attitude.
class DroneFlight {
 public:
  explicit DroneFlight(std::uint64_t seed);

  /// What the drone reports, exactly: angles of platform and gimbal that multiply to the camera's attitude.
  /// `measured_at` is left to the caller.
  [[nodiscard]] Telemetry telemetry_at(double time_s) const;
  [[nodiscard]] DronePose pose_at(double time_s) const;

 private:
  struct Motion {
    cv::Point3d position_m;
    double heading_deg;
    double turn_rate_dps;
  };
  [[nodiscard]] Motion motion_at(double time_s) const;
  [[nodiscard]] double gimbal_elevation_deg(double time_s) const;

  double height_m_;
  double speed_mps_;
  double oblique_deg_;
  double bearing_deg_;  ///< of the first leg
};

/// The pose that a telemetry record states: the formula of ingest/telemetry.hpp. Every angle must be present.
[[nodiscard]] DronePose pose_of(const Telemetry& telemetry);

}  // namespace nightjar
