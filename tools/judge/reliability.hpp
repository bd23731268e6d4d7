#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "tools/score/interval.hpp"

namespace nightjar {

/// A confidence and whether it was right to be had.
struct JudgedConfidence {
  double confidence = 0;
  bool right = false;
};

/// Confidences near each other.
struct ReliabilityBin {
  double from = 0;
  double to = 0;
  double mean_confidence = 0;
  Share right;
};

/// Bins of as many reads each, from the least to the most confident.
[[nodiscard]] std::vector<ReliabilityBin> equal_count_bins(std::vector<JudgedConfidence> reads,
                                                           std::size_t bins);

/// Bins between edges, the first and last included.
[[nodiscard]] std::vector<ReliabilityBin> fixed_bins(const std::vector<JudgedConfidence>& reads,
                                                     const std::vector<double>& edges);

/// Expected calibration error: how far confidence and share of right reads lie apart in the bins, averaged
/// over reads.
[[nodiscard]] double calibration_error(const std::vector<ReliabilityBin>& bins);

/// Of calibration_error over ten equal bins: 95 % of resamples of the reads. Chance alone makes every error
/// larger than nothing, in resamples more than in the reads themselves.
[[nodiscard]] Interval resampled_error(const std::vector<JudgedConfidence>& reads,
                                       std::size_t resamples = 400);

}  // namespace nightjar
