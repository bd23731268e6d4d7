#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "processing/hotlist/hotlist_matcher.hpp"
#include "tools/judge/reliability.hpp"
#include "tools/matching/simulated_passes.hpp"
#include "tools/score/interval.hpp"

namespace nightjar {

struct MatchingTrial {
  std::uint64_t passes = 100000;
  std::size_t entries = 100000;
  std::uint64_t listed_every = 50;  ///< one vehicle of so many is on the list
  double threshold = HotlistTerms{}.threshold;
  HotlistMatcherOptions matching;
};

/// What came of simulated passes against one list.
struct MatchingScore {
  std::uint64_t passes = 0;
  std::uint64_t listed = 0;
  std::uint64_t found_exactly = 0;  ///< by a list matched exactly: a sure read of the very mark
  Share recovered;                  ///< of the listed that are not found exactly
  Share recovered_misread;          ///< of the listed whose read is not their mark
  std::size_t misread_origins = 0;  ///< kept reads that those were made from
  std::uint64_t false_hits = 0;     ///< alerts of an entry that is not the vehicle's, exact ones included
  std::uint64_t false_exact = 0;    ///< of these the exact ones
  std::uint64_t false_of_exact_list = 0;   ///< the same of a list matched exactly
  std::uint64_t below = 0;                 ///< counted below the threshold
  std::vector<JudgedConfidence> all;       ///< every match that was alerted or counted
  std::vector<JudgedConfidence> possible;  ///< those that are not exact
};

/// The list holds the listed vehicles and, up to its size, others that never pass.
[[nodiscard]] MatchingScore matching_score(const SimulatedPasses& passes, const MatchingTrial& trial);

[[nodiscard]] std::string matching_report(const MatchingScore& score);

}  // namespace nightjar
