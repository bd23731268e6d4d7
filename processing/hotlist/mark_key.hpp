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
[[nodiscard]] std::string unpacked_mark(std::uint64_t packed);

/// packed_mark of folded_mark, without building the text: the key for matching. Takes a mark as people write
/// it or as the reader gives it.
[[nodiscard]] std::optional<std::uint64_t> mark_key(std::string_view mark);

}  // namespace nightjar
