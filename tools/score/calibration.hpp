#pragma once

#include <vector>

#include "tools/score/interval.hpp"

namespace nightjar {

/// Reads of about one confidence, and how many of them were right.
struct ConfidenceBin {
  double from = 0, to = 0;
  double mean_confidence = 0;  ///< of the reads in it
  Share right;
};

/// Whether a confidence means what it says.
class Calibration {
 public:
  Calibration();
  void add(double confidence, bool right);

  [[nodiscard]] const std::vector<ConfidenceBin>& bins() const { return bins_; }
  [[nodiscard]] std::size_t reads() const { return reads_; }
  /// Expected calibration error: how far confidence and share of right reads lie apart, averaged over reads.
  [[nodiscard]] std::optional<double> expected_error() const;

 private:
  std::vector<ConfidenceBin> bins_;  // the sure ones finer: there it matters
  std::size_t reads_ = 0;
};

}  // namespace nightjar
