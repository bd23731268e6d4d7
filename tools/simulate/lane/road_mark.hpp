#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <string>

namespace nightjar {

/// Which rules a mark follows.
enum class RoadMarkKind { current, prefix, suffix, dateless, northern_ireland, diplomatic, foreign };

struct RoadMark {
  std::string written;  ///< with its customary space
  RoadMarkKind kind = RoadMarkKind::current;
  std::string nation;  ///< letters on the band of a foreign one
};

/// Hands out registration marks in the mix of a British road: 82 in 100 of the current form, 7 prefix,
/// 2.5 dateless, 2.5 from Northern Ireland, 2 suffix, half a diplomatic, the others from the continent.
/// No two are equal, even with 0 for O and 1 for I.
class RoadMarks {
 public:
  explicit RoadMarks(std::uint64_t seed) : rng_(seed) {}

  [[nodiscard]] RoadMark next();

 private:
  std::mt19937_64 rng_;
  std::set<std::string> taken_;
};

}  // namespace nightjar
