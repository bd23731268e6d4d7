#include "processing/thermal/raised_place.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

namespace nightjar {

std::optional<RaisedPlace> RaisedPlace::first(const Eigen::Vector2d& at,
                                              const Eigen::Matrix2d& covariance_of_spot,
                                              const Eigen::Vector3d& camera, const RaisedOptions& options) {
  if (!(options.height_m < options.most_camera_share * camera.z())) return {};
  const double below_camera = camera.z() - options.height_m;
  RaisedPlace place;
  place.from = camera.head<2>();
  place.state << at, options.height_m / below_camera;
  place.covariance.topLeftCorner<2, 2>() = covariance_of_spot;
  const double sigma = options.height_sigma_m / below_camera;
  place.covariance(2, 2) = sigma * sigma;
  return place;
}

void RaisedPlace::correct(const Eigen::Vector2d& at, const Eigen::Matrix2d& covariance_of_spot,
                          const Eigen::Vector3d& camera, double log_density_on_plane,
                          const RaisedOptions& options) {
  Eigen::Matrix<double, 2, 3> seen = Eigen::Matrix<double, 2, 3>::Identity();
  seen.col(2) = from - camera.head<2>();
  const Eigen::Vector2d off = at - seen * state;
  const Eigen::Matrix2d innovation = seen * covariance * seen.transpose() + covariance_of_spot;
  const Eigen::Matrix2d inverse = innovation.inverse();
  const double log_density = -0.5 * (off.dot(inverse * off) + std::log(innovation.determinant()));
  log_odds = std::clamp(log_odds + log_density - log_density_on_plane, -options.most_log_odds,
                        options.most_log_odds);
  const Eigen::Matrix<double, 3, 2> gain = covariance * seen.transpose() * inverse;
  state += gain * off;
  const Eigen::Matrix3d left = Eigen::Matrix3d::Identity() - gain * seen;
  covariance = left * covariance * left.transpose() + gain * covariance_of_spot * gain.transpose();  // Joseph
}

}  // namespace nightjar
