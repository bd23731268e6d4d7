#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nightjar {

/// Text for HTML and SVG, in elements and in quoted attributes. Control characters and bytes that are no
/// UTF-8 do not get through.
[[nodiscard]] std::string escaped(std::string_view text);

/// "12.3%", of a share of 0 to 1: a coordinate that follows the width of its picture.
[[nodiscard]] std::string across(double share);

/// "90,250".
[[nodiscard]] std::string grouped(std::uint64_t count);

}  // namespace nightjar
