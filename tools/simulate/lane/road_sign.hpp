#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

#include "tools/simulate/lane/road_layout.hpp"

namespace nightjar {

/// A board with characters beside the road that is no plate: a direction sign or a farm's board. It stands
/// square to the road; metres in road axes.
struct RoadSign {
  double left_m = 0;
  double foot_m = 0;  ///< its lower edge over the road
  double along_m = 0;
  cv::Size2d size_m;
  bool retroreflective = false;
  cv::Mat picture;  ///< CV_8UC3, as fine as the camera sees it

  [[nodiscard]] bool covers(double x_m, double z_m) const {
    return x_m >= left_m && x_m < left_m + size_m.width && z_m >= foot_m && z_m < foot_m + size_m.height;
  }
  /// BGR, 0 to 1; only where it covers.
  [[nodiscard]] cv::Vec3f colour_at(double x_m, double z_m) const;
};

[[nodiscard]] RoadSign make_road_sign(std::uint64_t seed, const RoadLayout& layout, double focal_px);

}  // namespace nightjar
