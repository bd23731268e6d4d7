#include "processing/ground/camera_model.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar {
namespace {

constexpr double kRadians = 3.14159265358979323846 / 180.0;

Eigen::Matrix3d rotation(double yaw_deg, double pitch_deg, double roll_deg) {
  const auto turn = [](double deg, const Eigen::Vector3d& axis) {
    return Eigen::AngleAxisd(std::remainder(deg, 360.0) * kRadians, axis);
  };
  return (turn(yaw_deg, Eigen::Vector3d::UnitZ()) * turn(pitch_deg, Eigen::Vector3d::UnitY()) *
          turn(roll_deg, Eigen::Vector3d::UnitX()))
      .toRotationMatrix();
}

bool is_known(const std::optional<double>& value) {
  return value && std::isfinite(*value);
}

bool is_field_of_view(double deg) {
  return std::isfinite(deg) && deg > 0.01 && deg < 179.0;
}

bool has_distortion(const LensDistortion& d) {
  return d.k1 != 0 || d.k2 != 0 || d.k3 != 0 || d.p1 != 0 || d.p2 != 0;
}

Eigen::Vector2d distorted(const Eigen::Vector2d& p, const LensDistortion& d) {
  const double r2 = p.squaredNorm();
  const double radial = 1 + r2 * (d.k1 + r2 * (d.k2 + r2 * d.k3));
  return {p.x() * radial + 2 * d.p1 * p.x() * p.y() + d.p2 * (r2 + 2 * p.x() * p.x()),
          p.y() * radial + d.p1 * (r2 + 2 * p.y() * p.y()) + 2 * d.p2 * p.x() * p.y()};
}

/// Fixed-point inverse, as OpenCV's undistortPoints; converges for the lenses of drones.
Eigen::Vector2d undistorted(const Eigen::Vector2d& seen, const LensDistortion& d) {
  Eigen::Vector2d p = seen;
  for (int i = 0; i < 30; ++i) {
    const Eigen::Vector2d step = seen - distorted(p, d);
    p += step;
    if (step.squaredNorm() < 1e-24) break;
  }
  return p;
}

}  // namespace

std::optional<CameraModel> CameraModel::from(const Telemetry& t, cv::Size picture,
                                             const LensDistortion& distortion) {
  const std::array needed{&t.latitude_deg,    &t.longitude_deg, &t.height_m,       &t.heading_deg,
                          &t.pitch_deg,       &t.roll_deg,      &t.gimbal_yaw_deg, &t.gimbal_pitch_deg,
                          &t.gimbal_roll_deg, &t.hfov_deg};
  if (!std::all_of(needed.begin(), needed.end(), [](const auto* v) { return is_known(*v); })) return {};
  if (picture.width <= 0 || picture.height <= 0 || std::abs(*t.latitude_deg) > 89.99) return {};
  if (!is_field_of_view(*t.hfov_deg) || (t.vfov_deg && !is_field_of_view(*t.vfov_deg))) return {};

  CameraModel camera;
  camera.latitude_deg_ = *t.latitude_deg;
  camera.longitude_deg_ = std::remainder(*t.longitude_deg, 360.0);
  camera.height_m_ = *t.height_m;
  camera.picture_ = picture;
  camera.centre_px_ = {(picture.width - 1) / 2.0, (picture.height - 1) / 2.0};
  camera.focal_px_.x() = picture.width / 2.0 / std::tan(*t.hfov_deg * kRadians / 2);
  camera.focal_px_.y() =
      t.vfov_deg ? picture.height / 2.0 / std::tan(*t.vfov_deg * kRadians / 2) : camera.focal_px_.x();
  camera.distortion_ = distortion;
  camera.ned_from_camera_ = rotation(*t.heading_deg, *t.pitch_deg, *t.roll_deg) *
                            rotation(*t.gimbal_yaw_deg, *t.gimbal_pitch_deg, *t.gimbal_roll_deg);
  camera.error_axes_ned_.col(0) = Eigen::Vector3d::UnitZ();
  camera.error_axes_ned_.col(1) = rotation(*t.heading_deg, 0, 0) * Eigen::Vector3d::UnitY();
  camera.error_axes_ned_.col(2) = rotation(*t.heading_deg, *t.pitch_deg, 0) * Eigen::Vector3d::UnitX();
  return camera;
}

Eigen::Vector3d CameraModel::ray_ned(const Eigen::Vector2d& pixel) const {
  Eigen::Vector2d p = (pixel - centre_px_).cwiseQuotient(focal_px_);
  if (has_distortion(distortion_)) p = undistorted(p, distortion_);
  return (ned_from_camera_ * Eigen::Vector3d(1, p.x(), p.y())).normalized();
}

std::optional<Eigen::Vector2d> CameraModel::pixel_of(const Eigen::Vector3d& direction_ned) const {
  const Eigen::Vector3d seen = ned_from_camera_.transpose() * direction_ned;
  if (!(seen.x() > 1e-9 * seen.norm())) return {};
  const Eigen::Vector2d straight(seen.y() / seen.x(), seen.z() / seen.x());
  Eigen::Vector2d p = straight;
  if (has_distortion(distortion_)) {
    p = distorted(straight, distortion_);
    // Far outside the picture a polynomial folds back into it: such a point is not seen.
    if (!((undistorted(p, distortion_) - straight).norm() < 1e-6 * (1 + straight.norm()))) return {};
  }
  const Eigen::Vector2d pixel = p.cwiseProduct(focal_px_) + centre_px_;
  if (!pixel.allFinite()) return {};
  return pixel;
}

bool CameraModel::shows(const Eigen::Vector2d& pixel, double margin_px) const {
  return pixel.x() >= -0.5 + margin_px && pixel.x() < picture_.width - 0.5 - margin_px &&
         pixel.y() >= -0.5 + margin_px && pixel.y() < picture_.height - 0.5 - margin_px;
}

}  // namespace nightjar
