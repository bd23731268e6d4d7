#include "tools/simulate/lane/motion_blur.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {

cv::Mat motion_kernel(cv::Point2d way_px) {
  constexpr double kSeen_px = 0.5;
  constexpr int kLargestReach = 9;  // of a kernel that stays cheap
  const double length = cv::norm(way_px);
  if (length < kSeen_px) return {};
  const int reach = std::min(kLargestReach, 1 + static_cast<int>(std::ceil(length / 2)));
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
  // Along a road the way is nearly upright: the columns beside it are empty and need not be computed.
  int spare = 0;
  while (spare < reach && cv::countNonZero(kernel.col(spare)) == 0 &&
         cv::countNonZero(kernel.col(kernel.cols - 1 - spare)) == 0)
    ++spare;
  return kernel.colRange(spare, kernel.cols - spare).clone();
}

}  // namespace nightjar
