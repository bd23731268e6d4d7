#include "tools/judge/judged_view.hpp"

#include <cmath>

namespace nightjar {
namespace {

cv::Matx33d turned(int axis, double degrees) {
  const double angle = degrees * CV_PI / 180;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  if (axis == 0) return {1, 0, 0, 0, c, -s, 0, s, c};
  if (axis == 1) return {c, 0, s, 0, 1, 0, -s, 0, c};
  return {c, -s, 0, s, c, 0, 0, 0, 1};
}

}  // namespace

cv::Matx33d picture_from_plate(const JudgedView& view) {
  const cv::Matx33d attitude = turned(2, view.roll_deg) * turned(0, view.tilt_deg) * turned(1, view.turn_deg);
  const double distance_mm = view.distance_m * 1000;
  const double focal_px = view.px_per_mm * distance_mm;
  const cv::Matx33d camera(focal_px, 0, view.centre_px.x, 0, focal_px, view.centre_px.y, 0, 0, 1);
  const cv::Matx33d pose(attitude(0, 0), attitude(0, 1), 0, attitude(1, 0), attitude(1, 1), 0,  //
                         attitude(2, 0), attitude(2, 1), distance_mm);
  return camera * pose;
}

std::array<cv::Point2f, 4> seen_corners(const JudgedView& view, cv::Size2d plate_mm) {
  const cv::Matx33d homography = picture_from_plate(view);
  const double x = plate_mm.width / 2;
  const double y = plate_mm.height / 2;
  std::array<cv::Point2f, 4> corners;
  const std::array<cv::Vec3d, 4> flat = {cv::Vec3d(-x, -y, 1), cv::Vec3d(x, -y, 1), cv::Vec3d(x, y, 1),
                                         cv::Vec3d(-x, y, 1)};
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Vec3d seen = homography * flat.at(i);
    corners.at(i) = {static_cast<float>(seen[0] / seen[2]), static_cast<float>(seen[1] / seen[2])};
  }
  return corners;
}

}  // namespace nightjar
