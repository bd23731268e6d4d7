#include "tools/judge/surface_ink.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kFiner = 2;
constexpr int kShift = 6;  // fraction bits of fillPoly's coordinates

}  // namespace

SurfaceInk::SurfaceInk(cv::Mat& surface, double px_per_mm) : surface_(surface), px_per_mm_(px_per_mm) {}

cv::Mat SurfaceInk::stencil() const {
  return cv::Mat::zeros(surface_.rows * kFiner, surface_.cols * kFiner, CV_8UC1);
}

void SurfaceInk::fill(cv::Mat& stencil, const Rings& rings) const {
  const double scale = px_per_mm_ * kFiner;
  std::vector<std::vector<cv::Point>> pixels;
  pixels.reserve(rings.size());
  for (const auto& ring : rings) {
    auto& polygon = pixels.emplace_back();
    polygon.reserve(ring.size());
    for (const cv::Point2d& point : ring) {
      polygon.emplace_back(static_cast<int>(std::lround((point.x * scale - 0.5) * (1 << kShift))),
                           static_cast<int>(std::lround((point.y * scale - 0.5) * (1 << kShift))));
    }
  }
  cv::fillPoly(stencil, pixels, cv::Scalar(255), cv::LINE_8, kShift);
}

void SurfaceInk::disc(cv::Mat& stencil, cv::Point2d centre_mm, double radius_mm) const {
  constexpr int kSides = 24;
  std::vector<cv::Point2d> ring;
  ring.reserve(kSides);
  for (int i = 0; i < kSides; ++i) {
    const double angle = 2 * CV_PI * i / kSides;
    ring.push_back(centre_mm + radius_mm * cv::Point2d(std::cos(angle), std::sin(angle)));
  }
  fill(stencil, {ring});
}

void SurfaceInk::box(cv::Mat& stencil, const cv::Rect2d& box_mm) const {
  fill(stencil, {{box_mm.tl(), {box_mm.br().x, box_mm.y}, box_mm.br(), {box_mm.x, box_mm.br().y}}});
}

void SurfaceInk::words(cv::Mat& stencil, const std::string& text, cv::Point2d centre_mm,
                       double height_mm) const {
  const double scale = height_mm / cell_height_mm(OutlineFace::mandatory);
  const auto advance = [scale](char symbol) {
    const double width_mm = outline_glyph(OutlineFace::mandatory, symbol).width_mm;
    return (width_mm > 0 ? width_mm + 12 : 30) * scale;
  };
  double left_mm = centre_mm.x;
  for (char symbol : text) left_mm -= advance(symbol) / 2;
  for (char symbol : text) {
    for (Rings shape : outline_glyph(OutlineFace::mandatory, symbol).shapes) {
      for (auto& ring : shape) {
        for (cv::Point2d& point : ring)
          point = {left_mm + point.x * scale, centre_mm.y - height_mm / 2 + point.y * scale};
      }
      fill(stencil, shape);
    }
    left_mm += advance(symbol);
  }
}

cv::Mat SurfaceInk::moved(const cv::Mat& stencil, cv::Point2d by_mm) const {
  const double scale = px_per_mm_ * kFiner;
  const cv::Matx23d shift(1, 0, by_mm.x * scale, 0, 1, by_mm.y * scale);
  cv::Mat result;
  cv::warpAffine(stencil, result, shift, stencil.size(), cv::INTER_LINEAR);
  return result;
}

cv::Mat SurfaceInk::grown(const cv::Mat& stencil, double by_mm) const {
  const int reach = static_cast<int>(std::lround(std::abs(by_mm) * px_per_mm_ * kFiner));
  if (reach == 0) return stencil.clone();
  const cv::Mat brush = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * reach + 1, 2 * reach + 1});
  cv::Mat result;
  cv::morphologyEx(stencil, result, by_mm > 0 ? cv::MORPH_DILATE : cv::MORPH_ERODE, brush);
  return result;
}

cv::Mat SurfaceInk::cover(const cv::Mat& stencil) const {
  cv::Mat small;
  cv::resize(stencil, small, surface_.size(), 0, 0, cv::INTER_AREA);
  small.convertTo(small, CV_32F, 1 / 255.0);
  return small;
}

void SurfaceInk::blend(const cv::Mat& cover, const Reflectance& colour) {
  for (int y = 0; y < surface_.rows; ++y) {
    auto* row = surface_.ptr<Reflectance>(y);
    const auto* share = cover.ptr<float>(y);
    for (int x = 0; x < surface_.cols; ++x) {
      if (share[x] != 0) row[x] += (colour - row[x]) * share[x];
    }
  }
}

void SurfaceInk::lay(const cv::Mat& stencil, const Reflectance& colour, double opacity) {
  blend(cover(stencil) * opacity, colour);
}

}  // namespace nightjar
