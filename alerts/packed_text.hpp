#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// Text made small for a slow link: zlib's format (RFC 1950).
[[nodiscard]] std::string packed_text(std::string_view text);

/// The text again; nullopt for what is no such thing, is cut, or holds more than `longest` bytes.
[[nodiscard]] std::optional<std::string> unpacked_text(std::string_view packed, std::size_t longest);

}  // namespace nightjar
