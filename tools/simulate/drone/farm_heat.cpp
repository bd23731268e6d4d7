#include "tools/simulate/drone/farm_heat.hpp"

namespace nightjar {
namespace {

FarmHeat under(SunHeat sun) {
  FarmHeat heat;
  switch (sun) {
    case SunHeat::night:
      break;
    case SunHeat::evening:
      heat.air_c = 11;
      heat.grass_c = 9.5;
      heat.contrast = 1.5;
      heat.track_k = 4.5;
      heat.sunned_k = 6;
      heat.water_k = 1.5;
      heat.stone_k = 5;
      heat.tree_k = 1.0;
      heat.trunk_k = 1.5;
      heat.barn_roof_c = 12;
      heat.house_roof_c = 16;
      heat.sunny_k = 2.5;
      heat.clothes_k = 8;
      break;
    case SunHeat::day:
      heat.air_c = 13;
      heat.grass_c = 15;
      heat.contrast = 2.2;
      heat.track_k = 5.5;
      heat.sunned_k = 5;
      heat.water_k = -5;
      heat.stone_k = 6;
      heat.tree_k = -2.5;
      heat.trunk_k = -2.5;
      heat.barn_roof_c = 24;
      heat.house_roof_c = 22;
      heat.sunny_k = 7;
      heat.shadow_k = -4;
      heat.clothes_k = 8;
      break;
  }
  return heat;
}

}  // namespace

FarmHeat farm_heat(SunHeat sun, Weather weather) {
  FarmHeat heat = under(sun);
  if (weather == Weather::clear) return heat;
  // Wet or misty: everything is nearer to the air, whatever the sun did.
  const double kept = weather == Weather::rain ? 0.45 : 0.7;
  heat.grass_c = heat.air_c + (heat.grass_c - heat.air_c) * kept;
  heat.house_roof_c = heat.air_c + (heat.house_roof_c - heat.air_c) * kept;
  heat.barn_roof_c = heat.air_c + (heat.barn_roof_c - heat.air_c) * kept;
  for (double* difference : {&heat.contrast, &heat.track_k, &heat.sunned_k, &heat.stone_k, &heat.tree_k,
                             &heat.trunk_k, &heat.sunny_k, &heat.shadow_k})
    *difference *= kept;
  heat.clothes_k *= weather == Weather::rain ? 0.7 : 0.9;
  return heat;
}

}  // namespace nightjar
