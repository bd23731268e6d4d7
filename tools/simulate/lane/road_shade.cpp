#include "tools/simulate/lane/road_shade.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {

void shade_patch(cv::Mat& picture, const std::vector<cv::Point2f>& corners, int soft_px, double factor) {
  if (corners.size() < 3) return;
  std::vector<cv::Point2f> hull;
  cv::convexHull(corners, hull);
  const cv::Rect bounds = cv::boundingRect(hull);
  const cv::Rect area = cv::Rect(bounds.x - 2 * soft_px, bounds.y - 2 * soft_px, bounds.width + 4 * soft_px,
                                 bounds.height + 4 * soft_px) &
                        cv::Rect({0, 0}, picture.size());
  if (area.empty()) return;

  constexpr int kCoarse = 4;  // a soft thing needs no fine mask
  cv::Mat mask(area.height / kCoarse + 2, area.width / kCoarse + 2, CV_16SC1, cv::Scalar(0));
  std::vector<cv::Point> outline;
  outline.reserve(hull.size());
  for (const cv::Point2f& corner : hull)
    outline.emplace_back(cvRound((corner.x - static_cast<float>(area.x)) / kCoarse),
                         cvRound((corner.y - static_cast<float>(area.y)) / kCoarse));
  constexpr int kOne = 256;
  cv::fillConvexPoly(mask, outline, cv::Scalar(kOne * (factor - 1)));
  const int side = 2 * (soft_px / kCoarse) + 1;
  cv::blur(mask, mask, {side, side});
  cv::Mat change;
  cv::resize(mask, change, {mask.cols * kCoarse, mask.rows * kCoarse}, 0, 0, cv::INTER_LINEAR);
  for (int row = 0; row < area.height; ++row) {
    uchar* to = picture.ptr<uchar>(area.y + row) + static_cast<std::ptrdiff_t>(area.x) * 3;
    const auto* level = change.ptr<short>(row);
    for (int column = 0; column < area.width; ++column, to += 3) {
      if (level[column] == 0) continue;
      for (int channel = 0; channel < 3; ++channel)
        to[channel] = static_cast<uchar>(std::min(255, to[channel] * (kOne + level[column]) / kOne));
    }
  }
}

}  // namespace nightjar
