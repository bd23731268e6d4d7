#pragma once

#include <opencv2/core/types.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tools/simulate/drone/farm_heat.hpp"
#include "tools/simulate/drone/hills.hpp"
#include "tools/simulate/drone/warm_part.hpp"

namespace nightjar {

enum class WarmKind {
  lying,
  curled_up,  ///< lying on the side, knees drawn up
  sitting,
  standing,
  walking,
  running,
  sheep,
  cow,
  deer,
  fox,
  dog,
  pigeon,  ///< roosting or in flight: looks warm, and has no line in truth
  parked,
  just_parked,
  driving
};

/// "person", "animal" or "vehicle", as truth and records name them.
[[nodiscard]] std::string_view class_of(WarmKind kind);
/// "lying", "sitting", "standing", "walking" or "running"; empty for all but people.
[[nodiscard]] std::string_view posture_of(WarmKind kind);

/// From `from_s` on: straight ahead at one speed.
struct PathLeg {
  double from_s = 0;
  cv::Point2d at_m;
  double heading_deg = 0;
  double speed_mps = 0;
};

/// Somebody or something warm on the ground.
struct WarmBody {
  std::string id;
  WarmKind kind = WarmKind::standing;
  std::vector<PathLeg> path;  ///< in order, the first from 0; never empty
  double warmth = 0;          ///< of clothes or coat, -1 well wrapped to 1 light
  double size = 1;
  double up_m = 0;  ///< over the ground: pigeons

  [[nodiscard]] const PathLeg& leg_at(double time_s) const;
  [[nodiscard]] cv::Point2d at(double time_s) const;
  [[nodiscard]] bool moves() const;
};

/// What is drawn of it, standing on the ground.
[[nodiscard]] std::vector<WarmPart> parts_of(const WarmBody& body, double time_s, const FarmHeat& heat,
                                             const Hills& hills);

}  // namespace nightjar
