#pragma once

#include <vector>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/hills.hpp"
#include "tools/simulate/drone/scenery.hpp"
#include "tools/simulate/drone/warm_body.hpp"

namespace nightjar {

/// People, animals and vehicles along the flight's way, so that each comes into its view; pigeons besides.
[[nodiscard]] std::vector<WarmBody> cast_bodies(const DroneSceneOptions& options, const DroneFlight& flight,
                                                const Scenery& scenery, const Hills& hills);

}  // namespace nightjar
