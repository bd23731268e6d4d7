#include "tools/simulate/drone/body_drawing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kFiner = 4;
constexpr double kNearest_m = 5;

cv::Point3d middle(const WarmPart& part) {
  if (part.patch.empty()) return (part.from + part.to) * 0.5;
  return std::accumulate(part.patch.begin(), part.patch.end(), cv::Point3d()) *
         (1.0 / static_cast<double>(part.patch.size()));
}

double radius_px(const WarmPart& part, const DronePose& pose) {
  return part.radius_m * pose.focal_px / pose.depth_m(middle(part));
}

/// Every point that bounds the part, in pixels, with its rod's radius.
cv::Rect2d bounds_of(const WarmPart& part, const DronePose& pose) {
  std::vector<cv::Point3d> points = part.patch;
  if (points.empty()) points = {part.from, part.to};
  const double margin = 1 + (part.patch.empty() ? radius_px(part, pose) : 0);
  cv::Rect2d bounds;
  for (const cv::Point3d& point : points) {
    const cv::Rect2d around(pose.project(point) - cv::Point2d(margin, margin),
                            cv::Size2d(2 * margin, 2 * margin));
    bounds = bounds.empty() ? around : bounds | around;
  }
  return bounds;
}

/// The finer picture.
class FineDrawing {
 public:
  FineDrawing(cv::Rect area, const DronePose& pose)
      : area_(area),
        pose_(pose),
        heat_(area.size() * kFiner, CV_32FC1, cv::Scalar(0)),
        cover_(heat_.size(), CV_32FC1, cv::Scalar(0)) {}

  void draw(const WarmPart& part) {
    if (part.patch.empty()) {
      const int width = std::max(1, cvRound(2 * radius_px(part, pose_) * kFiner));
      const cv::Point from = fine(pose_.project(part.from));
      const cv::Point to = fine(pose_.project(part.to));
      cv::line(heat_, from, to, cv::Scalar(part.celsius), width);
      cv::line(cover_, from, to, cv::Scalar(1), width);
    } else {
      std::vector<cv::Point> outline;
      for (const cv::Point3d& corner : part.patch) outline.push_back(fine(pose_.project(corner)));
      cv::fillConvexPoly(heat_, outline, cv::Scalar(part.celsius));
      cv::fillConvexPoly(cover_, outline, cv::Scalar(1));
    }
  }

  [[nodiscard]] BodyDrawing averaged() const {
    BodyDrawing drawing;
    drawing.area = area_;
    cv::resize(heat_, drawing.heat, area_.size(), 0, 0, cv::INTER_AREA);
    cv::resize(cover_, drawing.cover, area_.size(), 0, 0, cv::INTER_AREA);
    return drawing;
  }

 private:
  [[nodiscard]] cv::Point fine(cv::Point2d pixel) const {
    // The centre of a coarse pixel is at a whole number, the middle of its block of fine ones half-way.
    return {cvRound((pixel.x - area_.x + 0.5) * kFiner - 0.5),
            cvRound((pixel.y - area_.y + 0.5) * kFiner - 0.5)};
  }
  cv::Rect area_;
  const DronePose& pose_;
  cv::Mat heat_;
  cv::Mat cover_;
};

}  // namespace

BodyDrawing draw_body(const std::vector<WarmPart>& parts, const DronePose& pose) {
  std::vector<double> depths;
  for (const WarmPart& part : parts) depths.push_back(pose.depth_m(middle(part)));
  double nearest_m = *std::min_element(depths.begin(), depths.end());
  for (const WarmPart& part : parts)
    for (const cv::Point3d& corner : part.patch) nearest_m = std::min(nearest_m, pose.depth_m(corner));
  if (nearest_m < kNearest_m) return {};
  cv::Rect2d bounds = bounds_of(parts.front(), pose);
  for (const WarmPart& part : parts) bounds |= bounds_of(part, pose);
  if ((bounds & cv::Rect2d(0, 0, kThermalSize.width, kThermalSize.height)).empty()) return {};
  const cv::Rect area(static_cast<int>(std::floor(bounds.x)), static_cast<int>(std::floor(bounds.y)),
                      static_cast<int>(std::ceil(bounds.width)) + 2,
                      static_cast<int>(std::ceil(bounds.height)) + 2);
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return depths[a] > depths[b]; });
  FineDrawing fine(area, pose);
  for (const std::size_t index : order) fine.draw(parts[index]);
  BodyDrawing drawing = fine.averaged();
  drawing.nearest_m = nearest_m;
  return drawing;
}

}  // namespace nightjar
