#include "tools/simulate/lane/near_polygon.hpp"

namespace nightjar {

std::vector<cv::Point3d> in_front(const std::vector<cv::Point3d>& polygon, const RoadCamera& camera) {
  std::vector<cv::Point3d> kept;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const cv::Point3d& here = polygon[i];
    const cv::Point3d& next = polygon[(i + 1) % polygon.size()];
    const double here_m = camera.depth_m(here) - kNearest_m;
    const double next_m = camera.depth_m(next) - kNearest_m;
    if (here_m >= 0) kept.push_back(here);
    if ((here_m >= 0) != (next_m >= 0)) kept.push_back(here + (next - here) * (here_m / (here_m - next_m)));
  }
  return kept;
}

}  // namespace nightjar
