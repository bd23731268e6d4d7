#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// No plate of any country has more characters; more would not fit a key.
inline constexpr std::size_t kLongestMark = 12;

/// A bare mark packed into a number: equal numbers are equal marks. nullopt where the mark is empty, longer
/// than kLongestMark, or holds anything but A-Z and 0-9.
[[nodiscard]] std::optional<std::uint64_t> packed_mark(std::string_view bare);

/// The same of a mark as lists give it, which may be partial: `?` stands for one character, `*` for any run
/// of them, also none. nullopt also for a partial mark with fewer than kFewestKnown characters: it would
/// match half of the traffic.
inline constexpr std::size_t kFewestKnown = 2;
[[nodiscard]] std::optional<std::uint64_t> packed_listed_mark(std::string_view bare);
[[nodiscard]] bool is_partial(std::string_view bare);

[[nodiscard]] std::string unpacked_mark(std::uint64_t packed);

/// The digits of packed marks and keys: the first character is the highest, 0 stands for none, 1 and up for
/// the places in kMarkSymbols.
inline constexpr std::uint64_t kMarkKeyBase = 39;

/// packed_mark of folded_mark, without building the text: the key for matching. Takes a mark as people write
/// it or as the reader gives it.
[[nodiscard]] std::optional<std::uint64_t> mark_key(std::string_view mark);

}  // namespace nightjar
