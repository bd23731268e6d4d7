#pragma once

#include <cstddef>
#include <span>

namespace nightjar {

/// page_style.css.
[[nodiscard]] std::span<const std::byte> score_page_style();

}  // namespace nightjar
