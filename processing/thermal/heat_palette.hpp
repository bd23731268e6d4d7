#pragma once

#include <string_view>

namespace nightjar {

/// How an 8-bit thermal picture shows heat.
enum class HeatPalette {
  white_hot,
  black_hot,
  ironbow,
  bright_hot,  ///< other colours of which the brighter is the hotter
  dark_hot,    ///< colours turned round: the darker is the hotter
  rainbow,     ///< hues from blue over green to red
};

[[nodiscard]] std::string_view name_of(HeatPalette palette);

}  // namespace nightjar
