#include "tools/score/calibration.hpp"

#include <array>
#include <cmath>

namespace nightjar {
namespace {

constexpr std::array<double, 10> kEdges{0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1};

}  // namespace

Calibration::Calibration() {
  for (std::size_t i = 0; i + 1 < kEdges.size(); ++i)
    bins_.push_back({kEdges.at(i), kEdges.at(i + 1), 0, {}});
}

void Calibration::add(double confidence, bool right) {
  std::size_t bin = 0;
  while (bin + 1 < bins_.size() && confidence >= bins_[bin].to) ++bin;
  bins_[bin].right.add(right);
  bins_[bin].mean_confidence +=
      (confidence - bins_[bin].mean_confidence) / static_cast<double>(bins_[bin].right.of);
  ++reads_;
}

std::optional<double> Calibration::expected_error() const {
  if (reads_ == 0) return std::nullopt;
  double sum = 0;
  for (const ConfidenceBin& bin : bins_) {
    if (const auto rate = bin.right.rate())
      sum += static_cast<double>(bin.right.of) * std::abs(*rate - bin.mean_confidence);
  }
  return sum / static_cast<double>(reads_);
}

}  // namespace nightjar
