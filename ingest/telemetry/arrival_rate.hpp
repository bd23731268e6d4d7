#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace nightjar {

/// How many things a second came over the last ten seconds.
class ArrivalRate {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void add(Time at, std::uint64_t count) { counted_[slot_of(at)] += count; }
  /// Over the whole seconds before now.
  [[nodiscard]] double rate_hz(Time now) const;

 private:
  static constexpr std::int64_t kSeconds = 10;
  std::size_t slot_of(Time at);

  std::array<std::uint64_t, kSeconds + 1> counted_{};  // by second, the newest overwriting the oldest
  std::array<std::int64_t, kSeconds + 1> second_{};    // since the clock's beginning
  std::int64_t first_second_ = -1;
};

}  // namespace nightjar
