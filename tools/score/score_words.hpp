#pragma once

#include <string>

#include "tools/score/score.hpp"

namespace nightjar {

/// "97.2 %", or "–" of nothing.
[[nodiscard]] std::string percent(const Share& share);
/// "85.8 to 99.5 %", or "" of nothing.
[[nodiscard]] std::string percent_95(const Share& share);
/// "35 of 36".
[[nodiscard]] std::string count_of(const Share& share);

/// "lane drawn, drone real".
[[nodiscard]] std::string footage_words(const Score& score);
[[nodiscard]] std::string_view word_of(FootageSource source);
[[nodiscard]] bool any_footage(const Score& score, FootageSource source);

inline constexpr std::string_view kDrawnWarning =
    "Drawn footage: its figures show what a change does. They are no evidence of how well anything works on "
    "a "
    "road or in the field.";

/// A symbol of the confusion in words: 0/O and 1/I are one glyph each.
[[nodiscard]] std::string glyph(char symbol);

}  // namespace nightjar
