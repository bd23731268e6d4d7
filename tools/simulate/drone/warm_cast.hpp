#pragma once

#include <cstdint>
#include <opencv2/core/types.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/ground_heat.hpp"

namespace nightjar {

enum class WarmKind { standing, walking, lying, sheep, deer, parked, driving };

/// "person", "animal" or "vehicle", as truth and records name them.
[[nodiscard]] std::string_view class_of(WarmKind kind);

/// Somebody or something warm on the ground.
struct WarmBody {
  std::string id;
  WarmKind kind;
  cv::Point2d start_m;     ///< local axes, at time 0
  double heading_deg = 0;  ///< the way it faces and moves
  double speed_mps = 0;
  double warmth_k = 0;  ///< this one's clothes or coat against the usual

  [[nodiscard]] cv::Point2d at(double time_s) const;
  [[nodiscard]] bool moves() const { return speed_mps > 0; }
};

/// A warm piece of a body: a rod with round ends, or a flat patch where `patch` is not empty. Local metres.
struct WarmPart {
  cv::Point3d from;
  cv::Point3d to;
  double radius_m = 0;
  double celsius = 0;
  std::vector<cv::Point3d> patch;
};
[[nodiscard]] std::vector<WarmPart> parts_of(const WarmBody& body, double time_s);

/// People, animals and vehicles along the flight's way, so that each comes into its view.
[[nodiscard]] std::vector<WarmBody> cast_bodies(std::uint64_t seed, const DroneFlight& flight, double seconds,
                                                const std::vector<Tree>& trees);

}  // namespace nightjar
