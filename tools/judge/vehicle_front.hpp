#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <random>

namespace nightjar {

/// What stands around a plate: a vehicle's front or rear and what is behind it, as Reflectance (CV_32FC4).
struct VehicleFront {
  cv::Mat surface;
  double px_per_mm = 1;
  cv::Point2d plate_centre_mm;  ///< from the surface's top left
};

/// The part of it that lies within `reach_mm` of the plate's centre, on each side. `lettering` puts boards
/// and words where a plate would be.
[[nodiscard]] VehicleFront vehicle_front(std::mt19937_64& rng, cv::Size2d plate_mm, cv::Size2d reach_mm,
                                         double px_per_mm, bool lettering = false);

}  // namespace nightjar
