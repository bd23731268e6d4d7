#include "processing/thermal/heat_palette.hpp"

namespace nightjar {

std::string_view name_of(HeatPalette palette) {
  switch (palette) {
    case HeatPalette::white_hot:
      return "white-hot";
    case HeatPalette::black_hot:
      return "black-hot";
    case HeatPalette::ironbow:
      return "ironbow";
    case HeatPalette::bright_hot:
      return "bright-hot";
    case HeatPalette::dark_hot:
      return "dark-hot";
    case HeatPalette::rainbow:
      break;
  }
  return "rainbow";
}

}  // namespace nightjar
