#include "tools/simulate/drone/ground_view.hpp"

#include <array>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

constexpr int kStep_px = 8;

/// Fills one block's row: from `left` to just before `right`, kStep_px apart.
void between(float left, float right, float* out) {
  const float step = (right - left) / kStep_px;
  for (int i = 0; i < kStep_px; ++i) out[i] = left + step * static_cast<float>(i);
}

cv::Mat filled_in(const cv::Mat& nodes) {
  cv::Mat dense(kThermalSize, CV_32FC1);
  for (int row = 0; row < dense.rows; ++row) {
    const int block = row / kStep_px;
    const float share = static_cast<float>(row % kStep_px) / kStep_px;
    const float* above = nodes.ptr<float>(block);
    const float* below = nodes.ptr<float>(block + 1);
    float* out = dense.ptr<float>(row);
    for (int column = 0; column < dense.cols / kStep_px; ++column)
      between(above[column] + (below[column] - above[column]) * share,
              above[column + 1] + (below[column + 1] - above[column + 1]) * share, out + column * kStep_px);
  }
  return dense;
}

}  // namespace

GroundView ground_seen_from(const DronePose& pose, const Hills& hills) {
  const cv::Size count(kThermalSize.width / kStep_px + 1, kThermalSize.height / kStep_px + 1);
  std::array<cv::Mat, 3> nodes;
  for (cv::Mat& mat : nodes) mat.create(count, CV_32FC1);
  for (int row = 0; row < count.height; ++row) {
    for (int column = 0; column < count.width; ++column) {
      const cv::Point3d sight = pose.direction_of({column * double{kStep_px}, row * double{kStep_px}});
      // Above the fields' end the picture shows what is very far.
      const cv::Point3d point = hills.meet(pose.position_m, sight).value_or(pose.position_m + sight * 2000.0);
      nodes[0].at<float>(row, column) = static_cast<float>(point.x);
      nodes[1].at<float>(row, column) = static_cast<float>(point.y);
      nodes[2].at<float>(row, column) = static_cast<float>(pose.depth_m(point));
    }
  }
  return {filled_in(nodes[0]), filled_in(nodes[1]), filled_in(nodes[2])};
}

}  // namespace nightjar
