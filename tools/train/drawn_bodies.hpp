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

/// How the pictures show heat: as sensors measure it, in 16 bits or in 8 with little lost; or as a camera's
/// 8-bit video does, mostly by automatic gain, half of it compressed. A body reader learns from either.
enum class ShownHeat { measured, gained };

/// Draws pictures of a made flight (of any kind, sun, weather and height, by its seed) as sensors of several
/// kinds give them, and hands every warm spot in them to `take` with what it is, until `take` says false.
/// Spots of which that is doubtful are left out. False where `take` had enough. The same seed gives the same
/// spots.
bool draw_bodies(std::uint64_t seed, int pictures, ShownHeat shown,
                 const std::function<bool(const DrawnSpot&, const SpotPatch&)>& take);

}  // namespace nightjar
