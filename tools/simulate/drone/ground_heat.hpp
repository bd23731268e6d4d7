#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "tools/simulate/drone/drone_flight.hpp"

namespace nightjar {

/// Temperatures in pictures: hundredths of a kelvin, as many thermal cameras give them.
[[nodiscard]] inline double kelvin_100(double celsius) {
  return (celsius + 273.15) * 100;
}

/// The way of the farm track across the map, local metres.
[[nodiscard]] cv::Point2d track_at(double along_m, std::uint64_t seed);

/// How warm the ground is on a November night: fields, hedges, a track with a patch the sun has warmed, a
/// pond, stones.
class GroundHeat {
 public:
  explicit GroundHeat(std::uint64_t seed);

  /// The bare ground as seen from `pose`: CV_32FC1, degrees Celsius.
  [[nodiscard]] cv::Mat seen_from(const DronePose& pose) const;

 private:
  cv::Mat celsius_100_;  ///< CV_16SC1, hundredths of a degree; 10 cm a pixel, north up
};

/// A tree in winter: clumps of twigs that hide part of what is below.
struct Tree {
  cv::Point2d at_m;
  double radius_m;
  struct Clump {
    cv::Point3d middle_m;  ///< local axes
    double radius_m;
    float celsius;
  };
  std::vector<Clump> clumps;
};

[[nodiscard]] std::vector<Tree> plant_trees(std::uint64_t seed);

}  // namespace nightjar
