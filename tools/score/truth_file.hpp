#pragma once

#include <string>
#include <vector>

#include "tools/score/truth.hpp"

namespace nightjar {

/// Reads TRUTH.jsonl files as one truth. What is wrong within it goes to the faults: lines, keys, times that
/// run backwards, passes of one mark that overlap on a feed, a heat id given twice.
[[nodiscard]] Truth read_truth(const std::vector<std::string>& files, ScoreFaults& faults);

}  // namespace nightjar
