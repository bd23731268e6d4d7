#include "tools/simulate/drone/vehicle_heat.hpp"

#include <cmath>

namespace nightjar {

EngineHeat engine_heat(WarmKind kind, double time_s, const FarmHeat& heat) {
  const double tin_c = heat.barn_roof_c;
  if (kind == WarmKind::driving) return {heat.air_c + 21, heat.air_c + 9, heat.grass_c + 3, heat.air_c + 2};
  if (kind == WarmKind::parked) return {heat.air_c + 8, heat.air_c, heat.grass_c + 2, heat.air_c - 1};
  const double left = std::exp(-time_s / 400);  // what is left of the warmth of the drive
  return {tin_c + (heat.air_c + 22 - tin_c) * left, heat.air_c + 7 * left, heat.grass_c + 2 + 6 * left,
          heat.air_c + 1};
}

void vehicle(PartBuilder& build, const EngineHeat& engine, const FarmHeat& heat) {
  const double bonnet_c = engine.bonnet_c;
  const double side_c = heat.air_c - 1.5;
  const double roof_c = heat.barn_roof_c - 1;  // tin under the sky, too
  build.patch({{-1.9, -0.75, 0.02}, {2.0, -0.75, 0.02}, {2.0, 0.75, 0.02}, {-1.9, 0.75, 0.02}},
              engine.under_c);
  for (const double axle : {-1.3, 1.3})
    for (const double side : {-0.85, 0.85})
      build.patch({{axle - 0.3, side, 0.02},
                   {axle + 0.3, side, 0.02},
                   {axle + 0.3, side, 0.6},
                   {axle - 0.3, side, 0.6}},
                  engine.tyres_c);
  for (const double side : {-0.88, 0.88})
    build.patch({{-2.1, side, 0.25}, {2.1, side, 0.25}, {2.1, side, 0.85}, {-2.1, side, 0.9}}, side_c);
  build.patch({{2.12, -0.85, 0.25}, {2.12, 0.85, 0.25}, {2.12, 0.8, 0.75}, {2.12, -0.8, 0.75}},
              (bonnet_c + side_c) / 2);
  build.patch({{-2.1, -0.85, 0.3}, {-2.1, 0.85, 0.3}, {-2.1, 0.85, 0.95}, {-2.1, -0.85, 0.95}}, side_c + 0.5);
  build.patch({{-2.1, -0.85, 0.9}, {0.9, -0.85, 0.9}, {0.9, 0.85, 0.9}, {-2.1, 0.85, 0.9}}, roof_c + 1);
  build.patch({{0.85, -0.82, 0.92}, {2.12, -0.80, 0.76}, {2.12, 0.80, 0.76}, {0.85, 0.82, 0.92}}, bonnet_c);
  build.patch({{1.0, -0.55, 0.92}, {1.9, -0.5, 0.80}, {1.9, 0.5, 0.80}, {1.0, 0.55, 0.92}},
              bonnet_c + 0.15 * (bonnet_c - heat.air_c));
  for (const double side : {-1.0, 1.0})
    build.patch({{-1.9, side * 0.82, 0.9},
                 {0.85, side * 0.82, 0.9},
                 {0.2, side * 0.65, 1.42},
                 {-1.5, side * 0.65, 1.42}},
                engine.glass_c - 1);
  build.patch({{0.9, -0.78, 0.92}, {0.9, 0.78, 0.92}, {0.2, 0.62, 1.42}, {0.2, -0.62, 1.42}}, engine.glass_c);
  build.patch({{-2.0, -0.78, 0.92}, {-2.0, 0.78, 0.92}, {-1.5, 0.62, 1.42}, {-1.5, -0.62, 1.42}},
              engine.glass_c - 2);
  build.patch({{-1.5, -0.65, 1.44}, {0.2, -0.65, 1.44}, {0.2, 0.65, 1.44}, {-1.5, 0.65, 1.44}}, roof_c);
}

}  // namespace nightjar
