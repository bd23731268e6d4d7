#pragma once

#include <string>

#include "tools/score/records.hpp"

namespace nightjar {

/// Reads RECORDS.jsonl. Only what scoring needs has to be there: records may come from other programs. What
/// is wrong goes to the faults; kinds of record that are not known are counted.
[[nodiscard]] Records read_records(const std::string& file, ScoreFaults& faults);

}  // namespace nightjar
