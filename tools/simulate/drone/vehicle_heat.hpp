#pragma once

#include "tools/simulate/drone/part_builder.hpp"
#include "tools/simulate/drone/warm_body.hpp"

namespace nightjar {

/// How warm a car's parts are, degrees Celsius.
struct EngineHeat {
  double bonnet_c;
  double tyres_c;
  double under_c;  ///< the ground below
  double glass_c;
};

/// Running, parked an hour ago, or parked when the flight began and cooling.
[[nodiscard]] EngineHeat engine_heat(WarmKind kind, double time_s, const FarmHeat& heat);

void vehicle(PartBuilder& build, const EngineHeat& engine, const FarmHeat& heat);

}  // namespace nightjar
