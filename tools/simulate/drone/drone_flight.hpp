#pragma once

#include <opencv2/core/matx.hpp>
#include <opencv2/core/types.hpp>

#include "ingest/telemetry.hpp"
#include "tools/simulate/drone/flight_options.hpp"

namespace nightjar {

/// Where the made flight is: the middle of its map. Local axes: east, north, up from here.
inline constexpr double kFlightLatitude_deg = 51.0;
inline constexpr double kFlightLongitude_deg = -1.35;
inline constexpr double kFlightGround_m = 100;  ///< above the WGS84 ellipsoid

/// A thermal camera's picture size and view: 640 x 512 with a 13 mm lens.
inline const cv::Size kThermalSize{640, 512};
inline constexpr double kThermalHfov_deg = 32.9;

[[nodiscard]] cv::Point2d local_from_wgs84(double latitude_deg, double longitude_deg);
/// Latitude and longitude of a point on the ground.
[[nodiscard]] cv::Point2d wgs84_from_local(cv::Point2d east_north_m);

/// The camera at one instant. Pixels: the top left pixel's centre is at (0, 0).
struct DronePose {
  cv::Point3d position_m;       ///< local axes
  cv::Matx33d ned_from_camera;  ///< camera axes: along the line of sight, right, down
  double focal_px = 1;

  [[nodiscard]] cv::Point2d project(const cv::Point3d& point_m) const;
  /// Along the optical axis; negative behind the camera.
  [[nodiscard]] double depth_m(const cv::Point3d& point_m) const;
  /// Where a pixel looks, in local axes; its part along the optical axis is 1.
  [[nodiscard]] cv::Point3d direction_of(cv::Point2d pixel) const;
  /// Where a pixel's line of sight meets the level plane; the camera must look down there.
  [[nodiscard]] cv::Point2d ground_at(cv::Point2d pixel) const;
};

/// A drone's way over a farm, and where its camera looks. The platform leans; the gimbal holds the camera's
/// own attitude, but for the little that it shakes.
class DroneFlight {
 public:
  explicit DroneFlight(const DroneSceneOptions& options);

  /// What was true, as the drone would report it: angles of platform and gimbal that multiply to the camera's
  /// attitude. `measured_at` is left to the caller.
  [[nodiscard]] Telemetry telemetry_at(double time_s) const;
  [[nodiscard]] DronePose pose_at(double time_s) const;

 private:
  struct Motion {
    cv::Point2d at_m;
    double heading_deg = 0;
    double turn_rate_dps = 0;
    double pan_deg = 0;  ///< of the camera against the heading
    double elevation_deg = -90;
  };
  [[nodiscard]] Motion motion_at(double time_s) const;
  [[nodiscard]] Motion on_legs(double time_s) const;
  [[nodiscard]] Motion searching(double time_s) const;
  [[nodiscard]] double zoom_at(double time_s) const;

  DroneSceneOptions options_;
  double height_m_;
  double speed_mps_;
  double oblique_deg_;
  double bearing_deg_;  ///< of the first leg
};

/// The pose that a telemetry record states: the formula of ingest/telemetry.hpp. Every value must be present.
[[nodiscard]] DronePose pose_of(const Telemetry& telemetry);

/// The camera's own attitude, from north and the horizon.
struct GimbalAngles {
  double yaw_deg = 0;
  double pitch_deg = 0;
  double roll_deg = 0;
};
[[nodiscard]] GimbalAngles gimbal_angles(const Telemetry& telemetry);

}  // namespace nightjar
