#pragma once

namespace nightjar {

inline constexpr double kLaneWidth_m = 3.5;
inline constexpr int kMostLanes = 3;  ///< in each direction

/// Where the lanes run, metres to the right of the middle of the road. Traffic keeps left: what leads away
/// runs at the left. Two or more lanes in a direction are parted from the others by a strip of grass.
struct RoadLayout {
  int lanes_each_way = 1;

  [[nodiscard]] double reserve_half_m() const { return lanes_each_way > 1 ? 0.9 : 0; }
  [[nodiscard]] double half_m() const { return reserve_half_m() + lanes_each_way * kLaneWidth_m; }
  /// Lane 0 is the slow one, beside the verge.
  [[nodiscard]] double lane_centre_m(bool towards, int lane) const {
    const double from_middle_m = half_m() - (lane + 0.5) * kLaneWidth_m;
    return towards ? from_middle_m : -from_middle_m;
  }
  /// Middle of a vehicle that stands on the verge.
  [[nodiscard]] double verge_m(bool towards) const { return (towards ? 1 : -1) * (half_m() + 1.0); }
};

}  // namespace nightjar
