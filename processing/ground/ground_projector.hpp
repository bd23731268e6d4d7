#pragma once

#include <Eigen/Core>
#include <memory>
#include <optional>

#include "processing/ground/camera_model.hpp"
#include "processing/ground/terrain.hpp"

namespace nightjar {

/// Errors that a pose is stated to have: standard deviations, each axis for itself.
struct PoseError {
  double position_m = 3.0;    ///< north, east and up; satellite positioning without corrections
  double attitude_deg = 2.0;  ///< heading, pitch and roll; a gimbal with a calibrated compass
};

struct GroundOptions {
  double level_m = 0;                      ///< of the ground, above the WGS84 ellipsoid
  std::shared_ptr<const Terrain> terrain;  ///< goes before the level; null: the ground is level
  PoseError pose_error;
  double pixel_error_px = 1.0;  ///< of the pixel that is asked for, each axis
  double level_error_m = 1.0;   ///< of level_m, or of the terrain: ground is not flat to less
  double max_range_m = 20000;   ///< a ray that meets the ground farther away says nothing
};

using PoseJacobian = Eigen::Matrix<double, 2, 6>;
using PoseCovariance = Eigen::Matrix<double, 6, 6>;

/// Where a pixel's line of sight meets the ground, and what moves that point.
struct GroundHit {
  double latitude_deg = 0;   ///< WGS84
  double longitude_deg = 0;  ///< WGS84, -180 to 180
  double height_m = 0;       ///< above the ellipsoid
  double slant_range_m = 0;
  Eigen::Matrix2d covariance_m2 = Eigen::Matrix2d::Zero();  ///< east, north, from all the stated errors
  /// Metres east and north for a metre of sensor position north, east and up, and for a radian of heading,
  /// pitch and roll of the platform.
  PoseJacobian by_pose = PoseJacobian::Zero();
  Eigen::Matrix2d by_pixel = Eigen::Matrix2d::Zero();  ///< metres east and north for a pixel right and down
  Eigen::Vector2d by_level = Eigen::Vector2d::Zero();  ///< metres east and north for a metre of higher ground
};

/// Puts pixels on the ground: a terrain, or one height above the ellipsoid. For one thread with a terrain.
class GroundProjector {
 public:
  explicit GroundProjector(const GroundOptions& options) : options_(options) {}

  /// nullopt for a line of sight that does not meet the ground in front of the camera: at or above the
  /// horizon, a camera at or below the ground, beyond max_range_m, not finite; nor for one over ground that
  /// the terrain does not hold (see first_meeting).
  [[nodiscard]] std::optional<GroundHit> project(const CameraModel& camera,
                                                 const Eigen::Vector2d& pixel) const;

  /// The pixel that shows a point of the ground, which may lie outside the picture; nullopt where it is
  /// behind the camera, beyond the horizon, behind a hill, or on ground that the terrain does not hold.
  [[nodiscard]] std::optional<Eigen::Vector2d> pixel_of(const CameraModel& camera, double latitude_deg,
                                                        double longitude_deg) const;

  /// Of north, east, up (m2) and heading, pitch, roll (rad2): the errors that all pixels of a picture share.
  [[nodiscard]] PoseCovariance pose_covariance() const;

  /// Of the ground above the ellipsoid; nullopt: not known there.
  [[nodiscard]] std::optional<double> ground_m(double latitude_deg, double longitude_deg) const;

  [[nodiscard]] const GroundOptions& options() const { return options_; }

 private:
  GroundOptions options_;
};

/// Half axes of the ellipse that holds the point with 90 %, and the circle that does.
struct GroundEllipse {
  double major_m = 0;
  double minor_m = 0;
  double bearing_deg = 0;  ///< of the major axis from true north, 0 to 180
  double ce90_m = 0;       ///< radius of the circle around the point that holds 90 %
};

[[nodiscard]] GroundEllipse ellipse_of(const Eigen::Matrix2d& covariance_east_north_m2);

}  // namespace nightjar
