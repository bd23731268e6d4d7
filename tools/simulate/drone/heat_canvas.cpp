#include "tools/simulate/drone/heat_canvas.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "tools/simulate/drone/body_drawing.hpp"

namespace nightjar {
namespace {

constexpr double kNearest_m = 5;
constexpr double kLeastRadius_px = 0.6;  // smaller discs are one pixel, in part
constexpr double kStandsClear_m = 0.1;   // what is nearer than a body's nearest part by less does not hide it

/// Whether a point of pixel coordinates is on the inner side of every edge; `turn` is the outline's sense.
bool inside(const std::vector<cv::Point2d>& outline, double turn, double x, double y) {
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const cv::Point2d& from = outline[i];
    const cv::Point2d& to = outline[(i + 1) % outline.size()];
    if (((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)) * turn < 0) return false;
  }
  return true;
}

double turn_of(const std::vector<cv::Point2d>& outline) {
  double area = 0;
  for (std::size_t i = 0; i < outline.size(); ++i)
    area += outline[i].cross(outline[(i + 1) % outline.size()]);
  return area < 0 ? -1 : 1;
}

/// What is affine over the picture, fixed at three of its points: one over the depth, for a flat face.
cv::Vec3d plane_through(const std::vector<cv::Point2d>& pixels, const cv::Vec3d& values) {
  const cv::Matx33d at(pixels[0].x, pixels[0].y, 1, pixels[1].x, pixels[1].y, 1, pixels[2].x, pixels[2].y, 1);
  return at.inv() * values;
}

cv::Rect clipped(double left, double top, double right, double bottom) {
  return cv::Rect(cv::Point(cvFloor(left), cvFloor(top)), cv::Point(cvCeil(right) + 1, cvCeil(bottom) + 1)) &
         cv::Rect({0, 0}, kThermalSize);
}

}  // namespace

HeatCanvas::HeatCanvas(const DronePose& pose, cv::Mat celsius, cv::Mat depth_m)
    : pose_(pose),
      celsius_(std::move(celsius)),
      depth_m_(std::move(depth_m)),
      owner_(kThermalSize, CV_16UC1, cv::Scalar(0)) {}

void HeatCanvas::put(int x, int y, float depth_m, float celsius) {
  float& nearest = depth_m_.at<float>(y, x);
  if (depth_m >= nearest) return;
  nearest = depth_m;
  celsius_.at<float>(y, x) = celsius;
}

void HeatCanvas::disc(const cv::Point3d& middle, double radius_m, float celsius) {
  const double depth = pose_.depth_m(middle);
  if (depth < kNearest_m) return;
  const cv::Point2d at = pose_.project(middle);
  const double radius = radius_m * pose_.focal_px / depth;
  if (at.x < -radius || at.y < -radius || at.x > kThermalSize.width + radius ||
      at.y > kThermalSize.height + radius)
    return;
  if (radius < kLeastRadius_px) {
    const cv::Point pixel(cvRound(at.x), cvRound(at.y));
    if (!cv::Rect({0, 0}, kThermalSize).contains(pixel) ||
        depth >= static_cast<double>(depth_m_.at<float>(pixel)))
      return;
    const auto share = static_cast<float>(std::min(1.0, CV_PI * radius * radius));
    celsius_.at<float>(pixel) += (celsius - celsius_.at<float>(pixel)) * share;
    if (share > 0.5F) depth_m_.at<float>(pixel) = static_cast<float>(depth);
    return;
  }
  const int top = std::max(0, cvCeil(at.y - radius));
  const int bottom = std::min(kThermalSize.height - 1, cvFloor(at.y + radius));
  for (int y = top; y <= bottom; ++y) {
    const double half = std::sqrt(std::max(0.0, radius * radius - (y - at.y) * (y - at.y)));
    const int right = std::min(kThermalSize.width - 1, cvFloor(at.x + half));
    for (int x = std::max(0, cvCeil(at.x - half)); x <= right; ++x)
      put(x, y, static_cast<float>(depth), celsius);
  }
}

void HeatCanvas::stem(const Stem& stem) {
  const cv::Point3d from_m(stem.from_m);
  const cv::Point3d to_m(stem.to_m);
  const double from_depth = pose_.depth_m(from_m);
  const double to_depth = pose_.depth_m(to_m);
  if (std::min(from_depth, to_depth) < kNearest_m) return;
  const cv::Point2d from = pose_.project(from_m);
  const cv::Point2d way = pose_.project(to_m) - from;
  const double radius =
      std::max(0.5, static_cast<double>(stem.radius_m) * pose_.focal_px / std::min(from_depth, to_depth));
  const double squared = std::max(1e-9, way.dot(way));
  const cv::Rect area =
      clipped(std::min(from.x, from.x + way.x) - radius, std::min(from.y, from.y + way.y) - radius,
              std::max(from.x, from.x + way.x) + radius, std::max(from.y, from.y + way.y) + radius);
  for (int y = area.y; y < area.br().y; ++y) {
    for (int x = area.x; x < area.br().x; ++x) {
      const cv::Point2d to_pixel = cv::Point2d(x, y) - from;
      const double share = std::clamp(to_pixel.dot(way) / squared, 0.0, 1.0);
      const cv::Point2d off = to_pixel - way * share;
      if (off.dot(off) > radius * radius) continue;
      put(x, y, static_cast<float>(from_depth + (to_depth - from_depth) * share), stem.celsius);
    }
  }
}

void HeatCanvas::face(const Face& face) {
  std::vector<cv::Point2d> outline;
  cv::Vec3d near;  // one over the depth, at the first three corners
  for (const cv::Point3d& corner : face.corners_m) {
    const double depth = pose_.depth_m(corner);
    if (depth < kNearest_m) return;
    if (outline.size() < 3) near[static_cast<int>(outline.size())] = 1 / depth;
    outline.push_back(pose_.project(corner));
  }
  if (outline.size() < 3) return;
  const cv::Vec3d nearness = plane_through(outline, near);
  const cv::Vec3d share = plane_through(outline, {0, 0, 1});  // 0 along the first edge
  const double turn = turn_of(outline);
  double left = outline[0].x, right = left, top = outline[0].y, bottom = top;
  for (const cv::Point2d& corner : outline) {
    left = std::min(left, corner.x);
    right = std::max(right, corner.x);
    top = std::min(top, corner.y);
    bottom = std::max(bottom, corner.y);
  }
  const cv::Rect area = clipped(left, top, right, bottom);
  for (int y = area.y; y < area.br().y; ++y) {
    for (int x = area.x; x < area.br().x; ++x) {
      if (!inside(outline, turn, x, y)) continue;
      const cv::Vec3d pixel(x, y, 1);
      const auto part = static_cast<float>(std::clamp(share.dot(pixel), 0.0, 1.0));
      put(x, y, static_cast<float>(1 / nearness.dot(pixel)),
          face.first_celsius + (face.last_celsius - face.first_celsius) * part);
    }
  }
}

void HeatCanvas::paint(const Growth& growth) {
  const cv::Point3d middle = growth.foot_m + cv::Point3d(0, 0, growth.height_m / 2);
  const double depth = pose_.depth_m(middle);
  const double reach_m = growth.reach_m + growth.height_m / 2 + 1;
  if (depth < reach_m + kNearest_m) return;
  const double reach_px = reach_m * pose_.focal_px / (depth - reach_m);
  const cv::Point2d at = pose_.project(middle);
  if (at.x < -reach_px || at.y < -reach_px || at.x > kThermalSize.width + reach_px ||
      at.y > kThermalSize.height + reach_px)
    return;
  for (const Face& each : growth.faces) face(each);
  for (const Stem& each : growth.stems) stem(each);
  for (const Clump& clump : growth.clumps)
    disc(cv::Point3d(clump.middle_m), static_cast<double>(clump.radius_m), clump.celsius);
}

void HeatCanvas::paint(const std::vector<WarmPart>& parts, std::size_t body) {
  const BodyDrawing drawing = draw_body(parts, pose_);
  if (drawing.area.empty()) return;
  const cv::Rect inside_picture = drawing.area & cv::Rect({0, 0}, kThermalSize);
  const auto depth = static_cast<float>(drawing.nearest_m);
  for (int y = inside_picture.y; y < inside_picture.br().y; ++y) {
    for (int x = inside_picture.x; x < inside_picture.br().x; ++x) {
      const cv::Point at(x - drawing.area.x, y - drawing.area.y);
      const float part = drawing.cover.at<float>(at);
      if (part <= 0 || depth_m_.at<float>(y, x) < depth - static_cast<float>(kStandsClear_m)) continue;
      float& level = celsius_.at<float>(y, x);
      level = level * (1 - part) + drawing.heat.at<float>(at);
      if (part < 0.5F) continue;
      owner_.at<ushort>(y, x) = static_cast<ushort>(body + 1);
      depth_m_.at<float>(y, x) = std::min(depth, depth_m_.at<float>(y, x));
    }
  }
  drawn_.push_back({body, inside_picture, static_cast<double>(cv::countNonZero(drawing.cover >= 0.5))});
}

std::vector<double> HeatCanvas::visible(std::size_t bodies) const {
  std::vector<double> parts(bodies, 0.0);
  for (const Drawn& drawn : drawn_) {
    if (drawn.area.empty() || drawn.whole_px <= 0) continue;
    const int showing = cv::countNonZero(owner_(drawn.area) == static_cast<double>(drawn.body + 1));
    parts[drawn.body] = showing / drawn.whole_px;
  }
  return parts;
}

}  // namespace nightjar
