#pragma once

#include <cstdint>
#include <opencv2/core/types.hpp>
#include <vector>

#include "tools/simulate/drone/farm_heat.hpp"
#include "tools/simulate/drone/hills.hpp"

namespace nightjar {

/// A ball of twigs, needles or leaves.
struct Clump {
  cv::Point3f middle_m;  ///< local axes
  float radius_m;
  float celsius;
};

struct Stem {
  cv::Point3f from_m;
  cv::Point3f to_m;
  float radius_m;
  float celsius;
};

/// A flat piece of a building, convex, its corners in order; its temperature goes evenly from the edge
/// between the first two corners to the opposite one.
struct Face {
  std::vector<cv::Point3d> corners_m;
  float first_celsius;
  float last_celsius;
};

/// Something that stands on the ground and hides what is behind it: a tree, a stretch of hedge, a house.
struct Growth {
  cv::Point3d foot_m;
  double reach_m;   ///< from the foot, level
  double height_m;  ///< over the foot
  std::vector<Clump> clumps;
  std::vector<Stem> stems;
  std::vector<Face> faces;
};

/// What stands on the farm.
struct Scenery {
  std::vector<Growth> growths;
  std::vector<cv::Point3d> crowns;     ///< x, y of each tree; z is its crown's radius
  std::vector<cv::Point3d> buildings;  ///< likewise, where nobody stands
  cv::Point2d wood_m;                  ///< the middle of the wood
  cv::Point2d yard_m;                  ///< between the buildings

  [[nodiscard]] bool under_trees(cv::Point2d at, double margin_m) const;
  [[nodiscard]] bool built_over(cv::Point2d at) const;
};

/// Where the hedges run, as pairs of ends.
[[nodiscard]] const std::vector<std::pair<cv::Point2d, cv::Point2d>>& hedge_lines();

[[nodiscard]] Scenery grow_scenery(std::uint64_t seed, const FarmHeat& heat, const Hills& hills);

}  // namespace nightjar
