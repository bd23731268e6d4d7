#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

#include "tools/simulate/drone/farm_heat.hpp"
#include "tools/simulate/drone/ground_view.hpp"
#include "tools/simulate/drone/hills.hpp"
#include "tools/simulate/drone/scenery.hpp"

namespace nightjar {

/// The way of the farm track across the map, local metres.
[[nodiscard]] cv::Point2d track_at(double along_m, std::uint64_t seed);

/// A place on the ground that something warmed before, as it cools.
struct WarmStain {
  cv::Point2d at_m;
  double radius_m = 1;
  double kelvin = 0;     ///< at the flight's beginning
  double fades_s = 100;  ///< until a third is left
};

/// How warm the bare ground is: fields, a track with patches that the sun has warmed, a pond, stones,
/// puddles, the shadows of trees and houses.
class GroundHeat {
 public:
  GroundHeat(std::uint64_t seed, const FarmHeat& heat, const Hills& hills, const Scenery& scenery);

  /// CV_32FC1, degrees Celsius.
  [[nodiscard]] cv::Mat seen_in(const GroundView& view) const;

 private:
  cv::Mat celsius_100_;  ///< CV_16SC1, hundredths of a degree; north up, as far as the map goes
  cv::Mat fine_100_;     ///< CV_16SC1: what is too fine for the map, repeated over it
};

/// Adds a stain as it is at `time_s`.
void warm_ground(cv::Mat& celsius, const GroundView& view, const DronePose& pose, const Hills& hills,
                 const WarmStain& stain, double time_s);

}  // namespace nightjar
