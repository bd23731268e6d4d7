#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nightjar {

/// Lines broken at spaces to fit so many columns, each continued four further in; a word wider than that
/// stays whole. Colours take no room, and every other character one column. Of less than 20 columns: as it
/// is.
[[nodiscard]] std::string folded(std::string_view text, std::size_t columns);

/// Of the terminal that is standard output; 0 where it is none.
[[nodiscard]] std::size_t terminal_columns();

}  // namespace nightjar
