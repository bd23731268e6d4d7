#pragma once

#include <optional>
#include <vector>

#include "tools/score/records.hpp"
#include "tools/score/truth.hpp"

namespace nightjar {

/// Metres east and north from one place on the ground to another near by.
struct GroundStep {
  double east_m = 0;
  double north_m = 0;
  [[nodiscard]] double length_m() const;
};

/// WGS84; flat, good to a millimetre over the hundreds of metres that one flight covers.
[[nodiscard]] GroundStep step_between(double from_latitude_deg, double from_longitude_deg,
                                      double to_latitude_deg, double to_longitude_deg);

/// Where a body was: between the stated times by proportion, before the first and after the last there.
[[nodiscard]] HeatFix fix_at(const HeatTruth& truth, CaptureTime at);

/// How far a track lies from a body. Of one that moves, the median over the track's path while the body's
/// place is stated, else at the newest time of the track. Nothing where either has no position.
[[nodiscard]] std::optional<double> distance_m(const HeatTruth& truth, const TrackRecord& track);

struct HeatPair {
  std::size_t truth = 0;
  std::size_t track = 0;
  double error_m = 0;
};

/// Bodies and confirmed tracks of one feed, one to one within the radius: as many pairs as there can be, then
/// the least sum of distances.
[[nodiscard]] std::vector<HeatPair> pair_heat(const std::vector<HeatTruth>& truth,
                                              const std::vector<TrackRecord>& tracks, double radius_m);

}  // namespace nightjar
