#pragma once

#include <string>

#include "tools/score/score.hpp"

namespace nightjar {

/// `score --json`: one object, in the order of docs/scoring.md.
[[nodiscard]] std::string score_json(const Score& score);

/// `score --json` where the input is wrong: {"faults":[…]}, every one of them.
[[nodiscard]] std::string faults_json(const ScoreFaults& faults);

}  // namespace nightjar
