#include "processing/thermal/scene_clutter.hpp"

#include <algorithm>
#include <cmath>

#include "processing/thermal/evidence.hpp"

namespace nightjar {

void SceneClutter::learn(const std::vector<double>& contrasts) {
  constexpr int kRounds = 12;
  excess_ = options_.least_excess;
  things_ = 0.5;
  for (int round = 0; round < kRounds; ++round) {
    double count = options_.supposed, sum = options_.supposed * options_.least_excess;
    for (const double contrast : contrasts) {
      const double share = probability_of(log_odds_of(things_) - log_ratio(contrast, excess_));
      count += share;
      sum += share * std::max(0.0, contrast - options_.threshold);
    }
    const double seen = count - options_.supposed;
    excess_ = std::clamp(sum / count, options_.least_excess, options_.most_excess);
    things_ = std::clamp((seen + 1) / (static_cast<double>(contrasts.size()) + 2), 0.05, 0.95);
  }
}

double SceneClutter::log_odds_of_body(double mean_contrast) const {
  return options_.looks * log_ratio(mean_contrast, excess_) - log_odds_of(things_);
}

/// Of the densities, body to thing.
double SceneClutter::log_ratio(double contrast, double excess) const {
  const double over = std::max(0.0, contrast - options_.threshold);
  return over / excess + std::log(excess) -
         std::log(std::max(contrast, options_.threshold) * std::log(options_.max_excess_ratio));
}

}  // namespace nightjar
