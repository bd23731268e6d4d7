#pragma once

#include <opencv2/core.hpp>

#include "tools/simulate/drone/scenery.hpp"

namespace nightjar {

/// Adds a farmhouse whose chimney smokes, a barn and a shed around the yard.
void raise_buildings(Scenery& scenery, cv::RNG& random, const FarmHeat& heat, const Hills& hills);

}  // namespace nightjar
