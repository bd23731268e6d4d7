#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// What makes a text unfit to be shown and sent: bytes that are not UTF-8, or a control character other than
/// tab and the ends of lines (LF, CRLF). nullopt: nothing.
[[nodiscard]] std::optional<std::string_view> unreadable(std::string_view text);

/// A piece of a list as a message may show it: short, and without control characters or broken UTF-8.
[[nodiscard]] std::string readable(std::string_view text);

}  // namespace nightjar
