#pragma once

#include <cstdint>
#include <functional>
#include <opencv2/core/types.hpp>

#include "processing/thermal/spot_patch.hpp"

namespace nightjar {

/// What a warm spot of a made flight is, as the body reader's network counts classes.
enum class DrawnBody : std::int32_t { thing, person, animal, vehicle };

struct DrawnSpot {
  DrawnBody what = DrawnBody::thing;
  cv::Point2f
      middle_m;  ///< of the body on the ground, right of the spot and below it in the picture, at its scale
};

/// Draws pictures of a made flight (of any kind, sun, weather and height, by its seed) as sensors of several
/// kinds give them, and hands every warm spot in them to `take` with what it is, until `take` says false.
/// Spots of which that is doubtful are left out. False where `take` had enough. The same seed gives the same
/// spots.
bool draw_bodies(std::uint64_t seed, int pictures,
                 const std::function<bool(const DrawnSpot&, const SpotPatch&)>& take);

}  // namespace nightjar
