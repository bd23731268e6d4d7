#pragma once

#include "tools/simulate/drone/flight_options.hpp"

namespace nightjar {

/// Temperatures in pictures: hundredths of a kelvin, as many thermal cameras give them.
[[nodiscard]] inline double kelvin_100(double celsius) {
  return (celsius + 273.15) * 100;
}

/// How warm things are under one sun and weather, in degrees Celsius or kelvin of difference. Sizes as
/// thermal cameras show such scenes, not measured.
struct FarmHeat {
  double air_c = 6;
  double grass_c = 3.5;   ///< colder than the air where it sees a clear sky
  double contrast = 1;    ///< of fields, textures and what the sun left
  double track_k = 1.8;   ///< against grass
  double sunned_k = 3.0;  ///< the patches that the sun has warmed most
  double water_k = 2.8;
  double stone_k = 2.0;
  double tree_k = 2.2;  ///< crowns against grass
  double trunk_k = 1.2;
  double barn_roof_c = 1.5;  ///< tin
  double house_roof_c = 5.5;
  double sunny_k = 0;    ///< what faces the sun against what does not
  double shadow_k = 0;   ///< of trees and houses on the ground
  double clothes_k = 9;  ///< light clothing against the air
};

[[nodiscard]] FarmHeat farm_heat(SunHeat sun, Weather weather);

}  // namespace nightjar
