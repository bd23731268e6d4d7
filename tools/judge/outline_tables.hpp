#pragma once

#include <string_view>

namespace nightjar {

/// A character's outline as it is written down: corners "x,y" or "x,y,radius" in mm (y down), '|' between the
/// rings of a shape, ';' between shapes.
struct WrittenOutline {
  char symbol;
  double width_mm;
  std::string_view rings;
};

/// Empty for a symbol that the face has not.
[[nodiscard]] WrittenOutline mandatory_outline(char symbol);
[[nodiscard]] WrittenOutline continental_outline(char symbol);

}  // namespace nightjar
