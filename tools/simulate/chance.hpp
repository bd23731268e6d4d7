#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace nightjar {

/// Draws lots from a generator by its own arithmetic, so that a seed gives the same on every library.
class Chance {
 public:
  explicit Chance(std::mt19937_64& rng) : rng_(rng) {}

  /// In [0, 1).
  double share() { return static_cast<double>(rng_() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * share(); }
  bool with(double probability) { return share() < probability; }
  /// 0 to count - 1.
  int one_of(int count) { return static_cast<int>(share() * count); }
  int whole(int low, int high) { return low + one_of(high - low + 1); }
  char symbol(std::string_view from) {
    return from[static_cast<std::size_t>(one_of(static_cast<int>(from.size())))];
  }
  /// About normal, of mean 0 and deviation 1, never beyond 4.2.
  double bell() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += share();
    return sum < -4.2 ? -4.2 : sum > 4.2 ? 4.2 : sum;
  }

 private:
  std::mt19937_64& rng_;
};

}  // namespace nightjar
