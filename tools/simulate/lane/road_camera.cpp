#include "tools/simulate/lane/road_camera.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {

RoadCamera::RoadCamera(const RoadCameraMount& mount) : mount_(mount) {
  const double pitch = mount.pitch_deg * CV_PI / 180;
  const double yaw = mount.yaw_deg * CV_PI / 180;
  forward_ = {std::sin(yaw) * std::cos(pitch), std::cos(yaw) * std::cos(pitch), -std::sin(pitch)};
  right_ = {std::cos(yaw), -std::sin(yaw), 0};
  up_ = right_.cross(forward_);
}

cv::Point2d RoadCamera::project(const cv::Point3d& point_m) const {
  const cv::Vec3d offset(point_m - position_m());
  const double scale = mount_.focal_px / offset.dot(forward_);
  return {mount_.size.width / 2.0 + scale * offset.dot(right_),
          mount_.size.height / 2.0 - scale * offset.dot(up_)};
}

cv::Point2d RoadCamera::project_driving(const cv::Point3d& point_m, double velocity_mps) const {
  const cv::Point2d at_start = project(point_m);
  if (mount_.readout_s <= 0) return at_start;
  const double row = std::clamp(at_start.y / mount_.size.height, -0.5, 1.5);
  return project(point_m + cv::Point3d(0, velocity_mps * mount_.readout_s * row, 0));
}

double RoadCamera::depth_m(const cv::Point3d& point_m) const {
  return cv::Vec3d(point_m - position_m()).dot(forward_);
}

cv::Vec3d RoadCamera::line_of_sight(const cv::Point2d& pixel) const {
  return forward_ + right_ * ((pixel.x - mount_.size.width / 2.0) / mount_.focal_px) -
         up_ * ((pixel.y - mount_.size.height / 2.0) / mount_.focal_px);
}

}  // namespace nightjar
