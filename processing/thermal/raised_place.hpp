#pragma once

#include <Eigen/Core>
#include <optional>

namespace nightjar {

struct RaisedOptions {
  double height_m = 10;            ///< above the plane, at which birds roost in trees
  double height_sigma_m = 5;       ///< its standard deviation
  double most_log_odds = 6;        ///< nats either way, so that later pictures still count
  double most_camera_share = 0.5;  ///< of the camera's own height: what is higher is not judged
};

/// Where a contact is seen on the plane as the camera goes on, were it something that stays at a height above
/// the plane: what is raised by h seems to move against the camera, by h / (H - h) of the camera's way at
/// height H. Pure value.
struct RaisedPlace {
  Eigen::Vector3d state = Eigen::Vector3d::Zero();  ///< seen from the first camera's place; share of its way
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();
  Eigen::Vector2d from = Eigen::Vector2d::Zero();  ///< of the plane, below the first camera
  double log_odds = 0;                             ///< that it is raised, not on the plane, at rest or moving

  /// `camera`: its place on the plane and height above it, in units of the plane.
  [[nodiscard]] static std::optional<RaisedPlace> first(const Eigen::Vector2d& at,
                                                        const Eigen::Matrix2d& covariance_of_spot,
                                                        const Eigen::Vector3d& camera,
                                                        const RaisedOptions& options);

  /// `log_density_on_plane`: of the spot, as what is on the plane was expected to show.
  void correct(const Eigen::Vector2d& at, const Eigen::Matrix2d& covariance_of_spot,
               const Eigen::Vector3d& camera, double log_density_on_plane, const RaisedOptions& options);

  void wander(double variance) { covariance.diagonal().head<2>().array() += variance; }
};

}  // namespace nightjar
