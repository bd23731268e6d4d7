#pragma once

#include <array>
#include <cstddef>

namespace nightjar {

inline constexpr std::size_t kConfusionSymbols = 36;  ///< in the order of kMarkSymbols; O and I hold 0

/// What a character may have been that the reader took for another one: [read][there], of reads that are
/// wrong at this place; a row sums to 1 and holds 0 for the read symbol itself.
using ConfusionTable = std::array<std::array<float, kConfusionSymbols>, kConfusionSymbols>;

/// Of the shipped reader.
[[nodiscard]] const ConfusionTable& reader_confusions();

}  // namespace nightjar
