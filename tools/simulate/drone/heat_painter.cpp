#include "tools/simulate/drone/heat_painter.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kFiner = 4;  // bodies are drawn so much finer, then averaged

cv::Point3d middle(const WarmPart& part) {
  if (part.patch.empty()) return (part.from + part.to) * 0.5;
  return std::accumulate(part.patch.begin(), part.patch.end(), cv::Point3d()) *
         (1.0 / static_cast<double>(part.patch.size()));
}

double radius_px(const WarmPart& part, const DronePose& pose) {
  return part.radius_m * thermal_focal_px() / pose.distance_m(middle(part));
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

/// A finer picture of one body.
class FineDrawing {
 public:
  explicit FineDrawing(cv::Rect area)
      : area_(area),
        heat_(area.size() * kFiner, CV_32FC1, cv::Scalar(0)),
        cover_(heat_.size(), CV_32FC1, cv::Scalar(0)) {}

  void draw(const WarmPart& part, const DronePose& pose) {
    if (part.patch.empty()) {
      const int width = std::max(1, cvRound(2 * radius_px(part, pose) * kFiner));
      const cv::Point from = fine(pose.project(part.from));
      const cv::Point to = fine(pose.project(part.to));
      cv::line(heat_, from, to, cv::Scalar(part.celsius), width);
      cv::line(cover_, from, to, cv::Scalar(1), width);
    } else {
      std::vector<cv::Point> outline;
      for (const cv::Point3d& corner : part.patch) outline.push_back(fine(pose.project(corner)));
      cv::fillConvexPoly(heat_, outline, cv::Scalar(part.celsius));
      cv::fillConvexPoly(cover_, outline, cv::Scalar(1));
    }
  }

  /// Lays it over `celsius`, marks `owner`, and returns how many pixels the whole body covers.
  double lay_over(cv::Mat& celsius, cv::Mat& owner, std::size_t body) const {
    cv::Mat heat;
    cv::Mat cover;
    cv::resize(heat_, heat, area_.size(), 0, 0, cv::INTER_AREA);
    cv::resize(cover_, cover, area_.size(), 0, 0, cv::INTER_AREA);
    const cv::Rect inside = area_ & cv::Rect({0, 0}, celsius.size());
    for (int y = inside.y; y < inside.br().y; ++y) {
      for (int x = inside.x; x < inside.br().x; ++x) {
        const float part = cover.at<float>(y - area_.y, x - area_.x);
        if (part <= 0) continue;
        float& level = celsius.at<float>(y, x);
        level = level * (1 - part) + heat.at<float>(y - area_.y, x - area_.x);
        if (part >= 0.5F) owner.at<ushort>(y, x) = static_cast<ushort>(body + 1);
      }
    }
    return cv::countNonZero(cover >= 0.5);
  }

 private:
  [[nodiscard]] cv::Point fine(cv::Point2d pixel) const {
    // The centre of a coarse pixel is at a whole number, the middle of its block of fine ones half-way.
    return {cvRound((pixel.x - area_.x + 0.5) * kFiner - 0.5),
            cvRound((pixel.y - area_.y + 0.5) * kFiner - 0.5)};
  }
  cv::Rect area_;
  cv::Mat heat_;
  cv::Mat cover_;
};

bool in_front(const WarmPart& part, const DronePose& pose) {
  const cv::Point3d at = middle(part);
  const cv::Vec3d ned(at.y - pose.position_m.y, at.x - pose.position_m.x, pose.position_m.z - at.z);
  return (pose.ned_from_camera.t() * ned)[0] > 5;
}

}  // namespace

HeatPainter::HeatPainter(const DronePose& pose, cv::Mat ground)
    : pose_(pose), celsius_(std::move(ground)), owner_(kThermalSize, CV_16UC1, cv::Scalar(0)) {}

void HeatPainter::paint(const std::vector<WarmPart>& parts, std::size_t body) {
  if (!std::all_of(parts.begin(), parts.end(), [&](const WarmPart& part) { return in_front(part, pose_); }))
    return;
  cv::Rect2d bounds = bounds_of(parts.front(), pose_);
  for (const WarmPart& part : parts) bounds |= bounds_of(part, pose_);
  if ((bounds & cv::Rect2d(0, 0, kThermalSize.width, kThermalSize.height)).empty()) return;
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return pose_.distance_m(middle(parts[a])) > pose_.distance_m(middle(parts[b]));
  });
  const cv::Rect area(static_cast<int>(std::floor(bounds.x)), static_cast<int>(std::floor(bounds.y)),
                      static_cast<int>(std::ceil(bounds.width)) + 2,
                      static_cast<int>(std::ceil(bounds.height)) + 2);
  FineDrawing drawing(area);
  for (const std::size_t index : order) drawing.draw(parts[index], pose_);
  const double whole_px = drawing.lay_over(celsius_, owner_, body);
  drawn_.push_back({body, whole_px});
}

void HeatPainter::paint(const Tree& tree) {
  const cv::Point2d stem = pose_.project({tree.at_m.x, tree.at_m.y, 6});
  const double reach_px = 12 * thermal_focal_px() / pose_.position_m.z;
  if (!cv::Rect2d(-reach_px, -reach_px, kThermalSize.width + 2 * reach_px, kThermalSize.height + 2 * reach_px)
           .contains(stem))
    return;
  constexpr int kSubpixelBits = 3;
  const auto fine = [](double pixels) { return cvRound(pixels * (1 << kSubpixelBits)); };
  for (const Tree::Clump& clump : tree.clumps) {
    const cv::Point2d at = pose_.project(clump.middle_m);
    const double radius = clump.radius_m * thermal_focal_px() / pose_.distance_m(clump.middle_m);
    const cv::Point centre(fine(at.x), fine(at.y));
    cv::circle(celsius_, centre, fine(radius), cv::Scalar(static_cast<double>(clump.celsius)), cv::FILLED,
               cv::LINE_8, kSubpixelBits);
    cv::circle(owner_, centre, fine(radius), cv::Scalar(0), cv::FILLED, cv::LINE_8, kSubpixelBits);
  }
}

std::vector<double> HeatPainter::visible(std::size_t bodies) const {
  std::vector<double> parts(bodies, 0.0);
  for (const Drawn& drawn : drawn_) {
    const int showing = cv::countNonZero(owner_ == static_cast<double>(drawn.body + 1));
    parts[drawn.body] = drawn.whole_px > 0 ? showing / drawn.whole_px : 0;
  }
  return parts;
}

}  // namespace nightjar
