#pragma once

#include <Eigen/Core>
#include <opencv2/core/types.hpp>
#include <optional>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Lens distortion by Brown and Conrady, on coordinates divided by the focal length, as OpenCV calibrates it.
struct LensDistortion {
  double k1 = 0, k2 = 0, k3 = 0;  ///< radial
  double p1 = 0, p2 = 0;          ///< tangential
};

/// Where a camera stood and how its pixels look out, for one picture.
///
/// Pixels: centre of the top left pixel at (0, 0), so the optical axis meets ((W - 1) / 2, (H - 1) / 2).
/// Directions: unit vectors in north-east-down axes at the sensor, by the formula of ingest/telemetry.hpp.
class CameraModel {
 public:
  /// nullopt where the telemetry lacks a position, an angle or the horizontal field of view, where a value
  /// is not finite or not possible, or within 0.01 degrees of a pole, where no heading has a meaning.
  /// An absent vertical field of view is that of square pixels.
  [[nodiscard]] static std::optional<CameraModel> from(const Telemetry& telemetry, cv::Size picture,
                                                       const LensDistortion& distortion = {});

  [[nodiscard]] Eigen::Vector3d ray_ned(const Eigen::Vector2d& pixel) const;

  /// nullopt for directions at or behind the picture's plane, or so far outside that the distortion, if
  /// there is one, has no inverse.
  [[nodiscard]] std::optional<Eigen::Vector2d> pixel_of(const Eigen::Vector3d& direction_ned) const;

  /// Whether the pixel is in the picture, at least `margin_px` from its border.
  [[nodiscard]] bool shows(const Eigen::Vector2d& pixel, double margin_px = 0) const;

  [[nodiscard]] double latitude_deg() const { return latitude_deg_; }
  [[nodiscard]] double longitude_deg() const { return longitude_deg_; }
  [[nodiscard]] double height_m() const { return height_m_; }  ///< above the ellipsoid
  [[nodiscard]] cv::Size picture() const { return picture_; }
  [[nodiscard]] double focal_px() const { return focal_px_.x(); }

  /// Unit axes in NED about which an error of heading, pitch and roll (columns) turns every ray.
  [[nodiscard]] const Eigen::Matrix3d& error_axes_ned() const { return error_axes_ned_; }

 private:
  CameraModel() = default;

  double latitude_deg_ = 0, longitude_deg_ = 0, height_m_ = 0;
  cv::Size picture_;
  Eigen::Vector2d focal_px_ = Eigen::Vector2d::Ones();
  Eigen::Vector2d centre_px_ = Eigen::Vector2d::Zero();
  LensDistortion distortion_;
  Eigen::Matrix3d ned_from_camera_ = Eigen::Matrix3d::Identity();  ///< camera: forward, right, down
  Eigen::Matrix3d error_axes_ned_ = Eigen::Matrix3d::Identity();
};

}  // namespace nightjar
