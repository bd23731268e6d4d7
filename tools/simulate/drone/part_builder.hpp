#pragma once

#include <opencv2/core/types.hpp>
#include <vector>

#include "tools/simulate/drone/warm_part.hpp"

namespace nightjar {

/// Puts parts given ahead, left and up of a body into local axes.
class PartBuilder {
 public:
  PartBuilder(cv::Point3d foot, double heading_deg, double size);

  [[nodiscard]] cv::Point3d place(const cv::Point3d& ahead_left_up) const;
  void rod(const cv::Point3d& from, const cv::Point3d& to, double radius_m, double celsius);
  void patch(std::initializer_list<cv::Point3d> corners, double celsius);

  std::vector<WarmPart> parts;

 private:
  cv::Point3d foot_;
  cv::Point2d ahead_;
  cv::Point2d left_;
  double size_;
};

}  // namespace nightjar
