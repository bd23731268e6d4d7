#include "tools/simulate/drone/part_builder.hpp"

#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {

PartBuilder::PartBuilder(cv::Point3d foot, double heading_deg, double size) : foot_(foot), size_(size) {
  const double heading = heading_deg * CV_PI / 180;
  ahead_ = {std::sin(heading), std::cos(heading)};
  left_ = {-std::cos(heading), std::sin(heading)};
}

cv::Point3d PartBuilder::place(const cv::Point3d& ahead_left_up) const {
  const cv::Point2d flat = (ahead_ * ahead_left_up.x + left_ * ahead_left_up.y) * size_;
  return {foot_.x + flat.x, foot_.y + flat.y, foot_.z + ahead_left_up.z * size_};
}

void PartBuilder::rod(const cv::Point3d& from, const cv::Point3d& to, double radius_m, double celsius) {
  parts.push_back({place(from), place(to), radius_m * size_, celsius, {}});
}

void PartBuilder::patch(std::initializer_list<cv::Point3d> corners, double celsius) {
  WarmPart part;
  for (const cv::Point3d& corner : corners) part.patch.push_back(place(corner));
  part.celsius = celsius;
  parts.push_back(part);
}

}  // namespace nightjar
