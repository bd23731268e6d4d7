#include "tools/simulate/lane/motion_blur.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr double kSeen_px = 0.5;  // a shorter way is not worth its computing
constexpr int kLargestReach = 9;  // of a kernel that stays cheap

/// A bell of that deviation, smeared along a straight way; sums to 1.
cv::Mat profile(double way_px, double bell_px) {
  const int reach =
      std::min(kLargestReach, static_cast<int>(std::ceil(std::abs(way_px) / 2 + 2.5 * bell_px)));
  cv::Mat kernel(1, 2 * reach + 1, CV_32FC1);
  constexpr int kSteps = 24;
  const double spread = std::max(bell_px, 0.3);  // a pixel's own width
  for (int i = 0; i < kernel.cols; ++i) {
    double sum = 0;
    for (int step = 0; step < kSteps; ++step) {
      const double off = i - reach - way_px * ((step + 0.5) / kSteps - 0.5);
      sum += std::exp(-off * off / (2 * spread * spread));
    }
    kernel.at<float>(0, i) = static_cast<float>(sum);
  }
  kernel /= cv::sum(kernel)[0];
  return kernel;
}

/// The kernel of a slanting way, without defocus.
cv::Mat slanting(cv::Point2d way_px) {
  const int reach = std::min(kLargestReach, 1 + static_cast<int>(std::ceil(cv::norm(way_px) / 2)));
  cv::Mat kernel(2 * reach + 1, 2 * reach + 1, CV_32FC1, cv::Scalar(0));
  const int steps = 4 * kernel.rows;
  for (int i = 0; i < steps; ++i) {
    const double part = (i + 0.5) / steps - 0.5;
    const double x = reach + part * way_px.x;
    const double y = reach + part * way_px.y;
    const int column = static_cast<int>(x);
    const int row = static_cast<int>(y);
    const auto dx = static_cast<float>(x - column);
    const auto dy = static_cast<float>(y - row);
    if (row < 0 || column < 0 || row + 1 >= kernel.rows || column + 1 >= kernel.cols) continue;
    kernel.at<float>(row, column) += (1 - dx) * (1 - dy);
    kernel.at<float>(row, column + 1) += dx * (1 - dy);
    kernel.at<float>(row + 1, column) += (1 - dx) * dy;
    kernel.at<float>(row + 1, column + 1) += dx * dy;
  }
  kernel /= cv::sum(kernel)[0];
  return kernel;
}

}  // namespace

void smear(cv::Mat& layer, cv::Point2d way_px, double defocus_px) {
  const bool moves = cv::norm(way_px) >= kSeen_px;
  if (!moves && defocus_px < 0.3) return;
  // Along a road the way is nearly upright: then rows and columns can be done one after the other.
  constexpr double kUpright_px = 0.8;
  if (!moves) way_px = {0, 0};
  const bool upright = std::abs(way_px.x) < kUpright_px;
  if (!upright) cv::filter2D(layer, layer, -1, slanting(way_px), {-1, -1}, 0, cv::BORDER_CONSTANT);
  if (!upright && defocus_px < 0.3) return;
  cv::sepFilter2D(layer, layer, -1, profile(0, defocus_px), profile(upright ? way_px.y : 0, defocus_px),
                  {-1, -1}, 0, cv::BORDER_CONSTANT);
}

}  // namespace nightjar
