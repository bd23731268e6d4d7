#include "tools/judge/reliability.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "tools/simulate/chance.hpp"

namespace nightjar {
namespace {

void add(ReliabilityBin& bin, const JudgedConfidence& read) {
  bin.right.add(read.right);
  bin.mean_confidence += (read.confidence - bin.mean_confidence) / static_cast<double>(bin.right.of);
}

}  // namespace

std::vector<ReliabilityBin> equal_count_bins(std::vector<JudgedConfidence> reads, std::size_t bins) {
  std::stable_sort(reads.begin(), reads.end(), [](const JudgedConfidence& a, const JudgedConfidence& b) {
    return a.confidence < b.confidence;
  });
  std::vector<ReliabilityBin> made;
  for (std::size_t i = 0; i < bins; ++i) {
    const std::size_t from = i * reads.size() / bins;
    const std::size_t to = (i + 1) * reads.size() / bins;
    if (from == to) continue;
    ReliabilityBin& bin = made.emplace_back();
    bin.from = reads[from].confidence;
    bin.to = reads[to - 1].confidence;
    for (std::size_t read = from; read < to; ++read) add(bin, reads[read]);
  }
  return made;
}

std::vector<ReliabilityBin> fixed_bins(const std::vector<JudgedConfidence>& reads,
                                       const std::vector<double>& edges) {
  std::vector<ReliabilityBin> bins;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) bins.push_back({edges[i], edges[i + 1], 0, {}});
  for (const JudgedConfidence& read : reads) {
    std::size_t bin = 0;
    while (bin + 1 < bins.size() && read.confidence >= bins[bin].to) ++bin;
    if (!bins.empty()) add(bins[bin], read);
  }
  return bins;
}

double calibration_error(const std::vector<ReliabilityBin>& bins) {
  double sum = 0;
  std::size_t reads = 0;
  for (const ReliabilityBin& bin : bins) {
    reads += bin.right.of;
    sum += std::abs(static_cast<double>(bin.right.count) -
                    bin.mean_confidence * static_cast<double>(bin.right.of));
  }
  return reads > 0 ? sum / static_cast<double>(reads) : 0;
}

Interval resampled_error(const std::vector<JudgedConfidence>& reads, std::size_t resamples) {
  if (reads.empty() || resamples == 0) return {0, 1};
  std::mt19937_64 rng(reads.size());
  Chance lots(rng);
  std::vector<double> errors;
  std::vector<JudgedConfidence> drawn(reads.size());
  for (std::size_t i = 0; i < resamples; ++i) {
    for (JudgedConfidence& read : drawn)
      read = reads[static_cast<std::size_t>(lots.one_of(static_cast<int>(reads.size())))];
    errors.push_back(calibration_error(equal_count_bins(drawn, 10)));
  }
  std::sort(errors.begin(), errors.end());
  return {quantile(errors, 0.025).value_or(0), quantile(errors, 0.975).value_or(1)};
}

}  // namespace nightjar
