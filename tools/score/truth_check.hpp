#pragma once

#include "tools/score/records.hpp"
#include "tools/score/truth.hpp"

namespace nightjar {

/// Whether the truth is about these records: a truth line that names a feed that they do not have, or a time
/// more than a second outside of that feed's footage, is a fault.
void check_truth(const Truth& truth, const Records& records, ScoreFaults& faults);

}  // namespace nightjar
