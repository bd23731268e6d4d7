#include "tools/simulate/plate_pen.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kShift = 4;  // fraction bits that OpenCV's drawing takes

}  // namespace

void PlatePen::rings(const StrokeRings& rings, cv::Point2d at_mm, const cv::Scalar& colour) {
  std::vector<std::vector<cv::Point>> pixels;
  for (const auto& ring : rings) {
    auto& polygon = pixels.emplace_back();
    for (const cv::Point2d& point : ring) polygon.push_back(fixed(at_mm + point));
  }
  cv::fillPoly(picture_, pixels, colour, cv::LINE_AA, kShift);
}

void PlatePen::disc(cv::Point2d centre_mm, double radius_mm, const cv::Scalar& colour) {
  cv::circle(picture_, fixed(centre_mm), fixed(radius_mm), colour, cv::FILLED, cv::LINE_AA, kShift);
}

void PlatePen::box(const cv::Rect2d& box_mm, const cv::Scalar& colour) {
  rings({{box_mm.tl(), {box_mm.br().x, box_mm.y}, box_mm.br(), {box_mm.x, box_mm.br().y}}}, {0, 0}, colour);
}

void PlatePen::words(const std::string& text, cv::Point2d centre_mm, double height_mm,
                     const cv::Scalar& colour, double weight_mm) {
  constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
  constexpr double kCapital_px = 21;  // height of a capital at scale 1
  const double scale = height_mm * px_per_mm_ / kCapital_px;
  const int weight = std::max(1, static_cast<int>(std::lround(weight_mm * px_per_mm_)));
  const cv::Size size = cv::getTextSize(text, kFont, scale, weight, nullptr);
  const cv::Point corner(static_cast<int>(centre_mm.x * px_per_mm_) - size.width / 2,
                         static_cast<int>(centre_mm.y * px_per_mm_) + size.height / 2);
  cv::putText(picture_, text, corner, kFont, scale, colour, weight, cv::LINE_AA);
}

void PlatePen::frame(const cv::Rect2d& box_mm, double corner_mm, double line_mm, const cv::Scalar& colour) {
  std::vector<cv::Point> line;
  const std::array<cv::Point2d, 4> centres = {
      cv::Point2d(box_mm.br().x - corner_mm, box_mm.br().y - corner_mm),
      cv::Point2d(box_mm.x + corner_mm, box_mm.br().y - corner_mm),
      cv::Point2d(box_mm.x + corner_mm, box_mm.y + corner_mm),
      cv::Point2d(box_mm.br().x - corner_mm, box_mm.y + corner_mm)};
  for (std::size_t i = 0; i < 4; ++i) {
    for (int step = 0; step <= 4; ++step) {
      const double angle = (static_cast<double>(i) + step / 4.0) * CV_PI / 2;
      line.push_back(fixed(centres[i] + corner_mm * cv::Point2d(std::cos(angle), std::sin(angle))));
    }
  }
  const int weight = std::max(1, static_cast<int>(std::lround(line_mm * px_per_mm_)));
  cv::polylines(picture_, line, true, colour, weight, cv::LINE_AA, kShift);
}

// Pixel centres are whole numbers to OpenCV, hence the half.
cv::Point PlatePen::fixed(cv::Point2d at_mm) const {
  return {static_cast<int>(std::lround((at_mm.x * px_per_mm_ - 0.5) * (1 << kShift))),
          static_cast<int>(std::lround((at_mm.y * px_per_mm_ - 0.5) * (1 << kShift)))};
}

int PlatePen::fixed(double length_mm) const {
  return static_cast<int>(std::lround(length_mm * px_per_mm_ * (1 << kShift)));
}

}  // namespace nightjar
