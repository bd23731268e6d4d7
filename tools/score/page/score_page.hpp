#pragma once

#include <string>
#include <vector>

#include "tools/score/records.hpp"
#include "tools/score/score.hpp"
#include "tools/score/truth.hpp"

namespace nightjar {

struct ScorePageSources {
  const Records& records;
  const Truth& truth;
  const Score& score;
  const std::vector<std::string>& truth_files;
};

/// One HTML page with everything in it, pictures too: it asks the network for nothing.
[[nodiscard]] std::string score_page(const ScorePageSources& sources);

}  // namespace nightjar
