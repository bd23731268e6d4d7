#pragma once

#include <string>

#include "tools/score/score.hpp"

namespace nightjar {

/// `score --json`: one object, in the order of docs/scoring.md.
[[nodiscard]] std::string score_json(const Score& score);

}  // namespace nightjar
