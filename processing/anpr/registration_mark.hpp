#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace nightjar {

/// The order of symbols in every table of character probabilities.
inline constexpr std::string_view kMarkSymbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A mark as people write it, to the bare characters: upper case, spaces, dashes and dots removed.
/// Anything else stays, so that the caller can refuse it.
[[nodiscard]] std::string bare_mark(std::string_view written);

/// The key for matching: bare, with O folded to 0 and I to 1, which are one glyph each on a plate.
[[nodiscard]] std::string folded_mark(std::string_view mark);

/// Forms of mark of the United Kingdom, as domain knowledge for display and as an open prior.
enum class MarkForm { current, prefix, suffix, dateless, northern_ireland, diplomatic, other };

/// The form of a mark in which 0/O and 1/I are not yet told apart; `other` for what fits none.
[[nodiscard]] MarkForm form_of(std::string_view mark);

/// Where the known forms of so many characters have their letters: a bit each, the first character the
/// lowest. Each pattern once. At most 12 characters; none of no known size.
[[nodiscard]] std::span<const std::uint16_t> letter_patterns(std::size_t size);

/// The mark with 0/O and 1/I as its form demands them, and the customary space: "AB12CDE" -> "AB12 CDE".
/// A mark of no known form comes back bare.
[[nodiscard]] std::string displayed_mark(std::string_view mark);

/// Whether the text is more likely a word than a mark: without any digit, and of no form of mark. Boards
/// beside the road are read more often than the few foreign marks that look like this. (A word with an O or
/// an I is not told from a mark: that may be a digit.)
[[nodiscard]] bool may_be_word(std::string_view text);

/// As displayed_mark without the space.
[[nodiscard]] std::string restored_mark(std::string_view mark);

}  // namespace nightjar
