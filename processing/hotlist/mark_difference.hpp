#pragma once

#include <string_view>
#include <vector>

#include "processing/hotlist/hotlist_match.hpp"

namespace nightjar {

/// Where a read differs from a listed mark, by the fewest changes, missing and surplus characters included;
/// 0 and O, 1 and I are equal, what a partial mark leaves open differs from nothing.
[[nodiscard]] std::vector<MarkDifference> mark_differences(std::string_view read, std::string_view listed);

}  // namespace nightjar
