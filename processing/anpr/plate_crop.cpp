#include "processing/anpr/plate_crop.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

using Quad = std::array<cv::Point2f, 4>;  // from the top left, clockwise

constexpr float kMarginAcross = 0.04F;  // of the box's width, on each side
constexpr float kMarginAlong = 0.08F;   // of its height
constexpr float kRowOverlap = 0.03F;    // of its height: the gap between rows is seldom quite in the middle

double area(const Quad& quad) {
  double twice = 0;
  for (std::size_t i = 0; i < 4; ++i) twice += quad[i].cross(quad[(i + 1) % 4]);
  return twice / 2;
}

bool usable(const cv::Mat& luma, const Quad& quad) {
  constexpr double kSmallest_px2 = 12;
  const bool finite = std::all_of(quad.begin(), quad.end(), [](const cv::Point2f& corner) {
    return std::abs(corner.x) < 1e5F && std::abs(corner.y) < 1e5F;  // false for NaN as well
  });
  if (!finite || luma.empty()) return false;
  for (std::size_t i = 0; i < 4; ++i) {  // convex and clockwise, or there is nothing to straighten
    const cv::Point2f side = quad[(i + 1) % 4] - quad[i];
    const cv::Point2f next = quad[(i + 2) % 4] - quad[(i + 1) % 4];
    if (side.cross(next) <= 0) return false;
  }
  const auto [left, right] = std::minmax({quad[0].x, quad[1].x, quad[2].x, quad[3].x});
  const auto [top, bottom] = std::minmax({quad[0].y, quad[1].y, quad[2].y, quad[3].y});
  const bool overlaps =
      right > 0 && bottom > 0 && left < static_cast<float>(luma.cols) && top < static_cast<float>(luma.rows);
  return overlaps && area(quad) >= kSmallest_px2;
}

// The part of the quad between two heights (0 its top, 1 its bottom), with a margin left and right.
Quad part(const Quad& quad, float top, float bottom) {
  const auto at = [&quad](float x, float y) {
    const cv::Point2f above = quad[0] + (quad[1] - quad[0]) * x;
    const cv::Point2f below = quad[3] + (quad[2] - quad[3]) * x;
    return above + (below - above) * y;
  };
  return {at(-kMarginAcross, top), at(1 + kMarginAcross, top), at(1 + kMarginAcross, bottom),
          at(-kMarginAcross, bottom)};
}

// Large plates are sampled finer and averaged, so that no stroke falls between two samples.
void straighten(const cv::Mat& luma, const Quad& quad, cv::Mat into) {
  const double across = std::max(cv::norm(quad[1] - quad[0]), cv::norm(quad[2] - quad[3])) / into.cols;
  const double along = std::max(cv::norm(quad[3] - quad[0]), cv::norm(quad[2] - quad[1])) / into.rows;
  const int finer = std::clamp(static_cast<int>(std::ceil(std::max(across, along) * 0.8)), 1, 8);
  const cv::Size size = into.size() * finer;
  const auto width = static_cast<float>(size.width);
  const auto height = static_cast<float>(size.height);
  // Corners of the picture's area, half a pixel outside the centres that OpenCV counts from.
  const std::array<cv::Point2f, 4> flat = {cv::Point2f(-0.5F, -0.5F), cv::Point2f(width - 0.5F, -0.5F),
                                           cv::Point2f(width - 0.5F, height - 0.5F),
                                           cv::Point2f(-0.5F, height - 0.5F)};
  Quad centred = quad;
  for (cv::Point2f& corner : centred) corner -= cv::Point2f(0.5F, 0.5F);
  cv::Mat sampled;
  cv::warpPerspective(luma, sampled, cv::getPerspectiveTransform(flat.data(), centred.data()), size,
                      cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  cv::Mat averaged;
  cv::resize(sampled, averaged, into.size(), 0, 0, finer > 1 ? cv::INTER_AREA : cv::INTER_NEAREST);
  averaged.convertTo(into, CV_32F);
}

}  // namespace

cv::Mat plate_crop(const cv::Mat& luma, const PlateBox& box, int lines) {
  if (!usable(luma, box.corners)) return {};
  cv::Mat crop(kPlateCrop, CV_32F);
  if (lines == 2) {
    const int half = kPlateCrop.width / 2;
    straighten(luma, part(box.corners, -kMarginAlong, 0.5F + kRowOverlap), crop.colRange(0, half));
    straighten(luma, part(box.corners, 0.5F - kRowOverlap, 1 + kMarginAlong),
               crop.colRange(half, kPlateCrop.width));
  } else {
    straighten(luma, part(box.corners, -kMarginAlong, 1 + kMarginAlong), crop);
  }
  constexpr double kMean = 128;
  constexpr double kDeviation = 50;
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(crop, mean, deviation);
  const double gain = kDeviation / std::max(deviation[0], 1e-3);
  cv::Mat even;
  crop.convertTo(even, CV_8U, gain, kMean - mean[0] * gain);
  return even;
}

}  // namespace nightjar
