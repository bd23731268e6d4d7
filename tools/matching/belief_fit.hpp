#pragma once

#include <vector>

#include "processing/hotlist/mark_belief.hpp"
#include "tools/matching/simulated_passes.hpp"

namespace nightjar {

/// Mean log probability of the marks that were there. What a belief leaves to wholly different marks counts
/// as spread evenly over all of them.
[[nodiscard]] double mean_log_belief(const std::vector<SampledRead>& reads, const MarkBeliefOptions& options);

/// Shares of the doubt under which the marks that were there are likeliest, by turns of one share at a time
/// from the given ones; slope and offset stay.
[[nodiscard]] MarkBeliefOptions fitted_belief(const std::vector<SampledRead>& reads,
                                              MarkBeliefOptions options);

}  // namespace nightjar
