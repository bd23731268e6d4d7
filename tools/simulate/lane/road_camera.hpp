#pragma once

#include <opencv2/core/matx.hpp>
#include <opencv2/core/types.hpp>

namespace nightjar {

/// How a camera stands over the road. Road axes: x right, y along the road away from the camera, z up,
/// metres; the camera stands at (x_m, 0, height_m).
struct RoadCameraMount {
  cv::Size size{1920, 1080};
  double focal_px = 3400;
  double x_m = 0;
  double height_m = 4.2;
  double pitch_deg = 9.2;  ///< below the horizon
  double yaw_deg = 0;      ///< to the right of the road's direction
  double readout_s = 0;    ///< a rolling shutter's way from the top row to the bottom one; 0: a global one
  double defocus_px = 0;   ///< deviation of the bell that a point becomes
};

/// A pinhole camera on a pole or a bridge. Pixels: (0, 0) is the top left pixel's corner.
class RoadCamera {
 public:
  explicit RoadCamera(const RoadCameraMount& mount);

  /// Where a point in front of the camera appears.
  [[nodiscard]] cv::Point2d project(const cv::Point3d& point_m) const;
  /// Where a point appears that drives along the road while the sensor is read out; `point_m` is where it is
  /// when that begins.
  [[nodiscard]] cv::Point2d project_driving(const cv::Point3d& point_m, double velocity_mps) const;
  /// Distance along the optical axis.
  [[nodiscard]] double depth_m(const cv::Point3d& point_m) const;
  /// Line of sight of a pixel, in road axes, not normalised: one unit along the optical axis.
  [[nodiscard]] cv::Vec3d line_of_sight(const cv::Point2d& pixel) const;

  [[nodiscard]] cv::Point3d position_m() const { return {mount_.x_m, 0, mount_.height_m}; }
  [[nodiscard]] const RoadCameraMount& mount() const { return mount_; }

 private:
  RoadCameraMount mount_;
  cv::Vec3d right_;
  cv::Vec3d up_;
  cv::Vec3d forward_;
};

}  // namespace nightjar
