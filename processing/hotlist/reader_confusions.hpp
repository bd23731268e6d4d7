#pragma once

#include <array>
#include <cstddef>

namespace nightjar {

inline constexpr std::size_t kConfusionSymbols = 36;  ///< in the order of kMarkSymbols; O and I hold 0

/// How often the reader takes a character for another one: [read][there], of all the times that it reads the
/// first. A row sums to the share of its reads of that symbol that are wrong, and holds 0 for the symbol
/// itself.
using ConfusionTable = std::array<std::array<float, kConfusionSymbols>, kConfusionSymbols>;

/// Of the shipped reader.
[[nodiscard]] const ConfusionTable& reader_confusions();

}  // namespace nightjar
