#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace nightjar {

/// Where the true value lies with 95 %.
struct Interval {
  double low = 0;
  double high = 0;
};

/// So many of so many.
struct Share {
  std::size_t count = 0;
  std::size_t of = 0;

  void add(bool counts) { ++of, count += counts ? 1U : 0U; }
  [[nodiscard]] std::optional<double> rate() const;  ///< nothing of nothing has none
  /// Wilson's score interval of the rate; 0 to 1 of nothing.
  [[nodiscard]] Interval interval() const;
};

/// Of a number of rare events: the score interval for a Poisson count, Wilson's twin.
[[nodiscard]] Interval count_interval(std::size_t count);

/// The value below which a fraction `q` of the values lies, between neighbours by proportion.
[[nodiscard]] std::optional<double> quantile(const std::vector<double>& sorted, double q);

/// Of the median, by the ranks that enclose it (binomial, no assumption about the values). Fewer than six
/// values enclose it with less than 95 %: nothing.
[[nodiscard]] std::optional<Interval> median_interval(const std::vector<double>& sorted);

}  // namespace nightjar
