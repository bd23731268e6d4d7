#pragma once

#include <string>

#include "tools/score/score.hpp"

namespace nightjar {

struct ScoreTextOptions {
  bool coloured = false;
  std::size_t most_errors = 8;  ///< listed of a kind; the rest is counted
};

/// The report for a terminal. Texts of the files are made harmless.
[[nodiscard]] std::string score_text(const Score& score, const ScoreTextOptions& options);

}  // namespace nightjar
