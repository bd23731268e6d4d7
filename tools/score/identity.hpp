#pragma once

#include <set>
#include <vector>

#include "tools/score/records.hpp"
#include "tools/score/truth.hpp"

namespace nightjar {

/// Which confirmed tracks covered which bodies in the course of time.
struct Coverage {
  std::vector<std::set<std::size_t>> tracks_of;  ///< by truth: indices of tracks
  std::vector<std::set<std::size_t>> bodies_of;  ///< by track: indices of truth
};

/// A track covers a body if it lies nearest to it, within the radius, in at least a tenth of its points: of
/// its path, or its one position where it has no path.
[[nodiscard]] Coverage coverage_of(const std::vector<HeatTruth>& truth,
                                   const std::vector<TrackRecord>& tracks, double radius_m);

}  // namespace nightjar
