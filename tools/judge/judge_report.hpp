#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tools/judge/judged_reads.hpp"

namespace nightjar {

/// A set of reads and its name: "plates", "scenes" …
struct JudgedSet {
  std::string name;
  std::vector<JudgedRead> reads;
};

/// Shares with 95 % intervals by class, pairs of characters mistaken, reliability.
[[nodiscard]] std::string report_text(const JudgedSet& set);
[[nodiscard]] nlohmann::ordered_json report_json(const JudgedSet& set);

}  // namespace nightjar
