#include "tools/score/interval.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar {
namespace {

constexpr double kZ = 1.959963984540054;  // 97.5 % point of the normal distribution

}  // namespace

std::optional<double> Share::rate() const {
  if (of == 0) return std::nullopt;
  return static_cast<double>(count) / static_cast<double>(of);
}

// E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
Interval Share::interval() const {
  if (of == 0) return {0, 1};
  const double n = static_cast<double>(of);
  const double p = static_cast<double>(count) / n;
  const double middle = p + kZ * kZ / (2 * n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  const double scale = 1 + kZ * kZ / n;
  return {count == 0 ? 0 : std::max(0.0, (middle - half) / scale),
          count == of ? 1 : std::min(1.0, (middle + half) / scale)};
}

Interval count_interval(std::size_t count) {
  const double x = static_cast<double>(count);
  const double middle = x + kZ * kZ / 2;
  const double half = kZ * std::sqrt(x + kZ * kZ / 4);
  return {count == 0 ? 0 : middle - half, middle + half};
}

std::optional<double> quantile(const std::vector<double>& sorted, double q) {
  if (sorted.empty()) return std::nullopt;
  const double at = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

std::optional<Interval> median_interval(const std::vector<double>& sorted) {
  const std::size_t n = sorted.size();
  // The greatest rank r with P(fewer than r of n values below the median) at most 2.5 %.
  double log_probability = -static_cast<double>(n) * std::log(2.0);  // of none below
  double below = 0;
  std::size_t rank = 0;
  for (std::size_t k = 0; k < n; ++k) {
    below += std::exp(log_probability);
    if (below > 0.025) break;
    rank = k + 1;
    log_probability += std::log(static_cast<double>(n - k) / static_cast<double>(k + 1));
  }
  if (rank == 0) return std::nullopt;
  return Interval{sorted[rank - 1], sorted[n - rank]};
}

}  // namespace nightjar
