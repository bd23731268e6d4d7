#pragma once

#include <cstdint>
#include <optional>

namespace nightjar {

enum class FlightKind {
  mixed,    ///< legs, first straight down, then ahead and down
  nadir,    ///< legs, straight down
  oblique,  ///< legs, well ahead
  search    ///< three places by turns: hover, look round, go on; back at the first after a minute
};
enum class SunHeat {
  night,    ///< grass colder than trees, tracks and walls a little warmer
  evening,  ///< what the sun has warmed is still warm
  day       ///< sun and shadow: little stands out
};
enum class Weather { clear, mist, rain };

/// What a made flight shows. The same options give the same pictures.
struct DroneSceneOptions {
  std::uint64_t seed = 1;
  double seconds = 40;
  double fps = 15;
  FlightKind flight = FlightKind::mixed;
  std::optional<double>
      height_m{};  ///< above the ground at the map's middle; absent: the seed's, by kind of flight
  int people = 8;
  int animals = 12;
  int vehicles = 3;
  bool hills = false;
  SunHeat sun = SunHeat::night;
  Weather weather = Weather::clear;
  double zoom = 1;  ///< the lens goes to this at six tenths of the flight
};

}  // namespace nightjar
