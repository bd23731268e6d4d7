#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ingest/frame.hpp"
#include "processing/ground/coverage_map.hpp"
#include "processing/thermal/ground_tracker.hpp"

namespace nightjar {

/// Where the flights of one feed have looked. Looked into by the feed's thread, asked by any.
class SortieCoverage {
 public:
  SortieCoverage() = default;

  /// A frame of a flight; those without a usable pose cover nothing. `flooded`: the detector found too much.
  void look(const FrameSortie& sortie, const Frame& frame, const GroundTrackerOptions& ground, bool flooded);

  /// The layer of a flight as GeoJSON, one feature a row of equal squares; nothing: no frame covered any
  /// ground.
  [[nodiscard]] std::optional<std::string> geojson(const std::string& sortie, const std::string& feed) const;

  /// The flights that have looked at ground.
  [[nodiscard]] std::vector<std::string> sorties() const;
  void forget(const std::string& sortie);

 private:
  mutable std::mutex lock_;
  std::map<std::string, std::unique_ptr<CoverageMap>> maps_;  ///< by flight
};

/// Whether nothing in a picture stands out of its noise: fog, a wet lens, or ground of one temperature. A
/// body would not have been sure to show.
[[nodiscard]] bool has_poor_contrast(const cv::Mat& luma);

}  // namespace nightjar
