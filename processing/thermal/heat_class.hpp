#pragma once

#include "processing/thermal/body_reader.hpp"
#include "processing/thermal/heat_track.hpp"

namespace nightjar {

/// What a contact showed of itself so far, in metres on the ground.
struct HeatShape {
  double length_m = 0;  ///< of its fullest sightings: what trees hide makes it smaller, never larger
  double width_m = 0;
  double speed_mps = 0;
  bool speed_known = false;
};

struct ClassGuess {
  HeatClass heat_class = HeatClass::unknown;
  double probability = 0;
};

/// Person, animal or vehicle by size, shape and speed (Bayes' rule over log-normal sizes) and by the looks of
/// it, where it was looked at. `unknown` where no class reaches `min_probability`: a lying person and a deer
/// are of one size.
[[nodiscard]] ClassGuess class_of(const HeatShape& shape, const BodyLook& look = {},
                                  double min_probability = 0.6);

/// Probability that two looks are of one class.
[[nodiscard]] double same_class(const BodyLook& a, const BodyLook& b);

}  // namespace nightjar
