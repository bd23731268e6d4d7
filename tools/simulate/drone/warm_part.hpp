#pragma once

#include <opencv2/core/types.hpp>
#include <vector>

namespace nightjar {

/// A warm piece of a body: a rod with round ends, or a flat patch where `patch` is not empty. Local metres.
struct WarmPart {
  cv::Point3d from;
  cv::Point3d to;
  double radius_m = 0;
  double celsius = 0;
  std::vector<cv::Point3d> patch;
};

}  // namespace nightjar
