#pragma once

#include <cstddef>
#include <vector>

namespace nightjar {

/// The value that stands at `rank` (from 0) when all are sorted; exactly, but fast only where many of them
/// lie within a few times `spread` of `middle`. Values are finite, `rank` is less than their number.
[[nodiscard]] float value_of_rank(const std::vector<float>& values, std::size_t rank, float middle,
                                  float spread);

}  // namespace nightjar
