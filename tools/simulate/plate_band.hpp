#pragma once

#include <opencv2/core/types.hpp>
#include <string>

#include "tools/simulate/plate_pen.hpp"

namespace nightjar {

enum class BandEmblem {
  none,
  stars,       ///< the ring of twelve
  shield,      ///< with two bars on it
  arms,        ///< a shield with three rows of beasts, as Jersey's
  union_flag,  ///< of the United Kingdom
  cross,       ///< a flag with an upright cross, as England's
  saltire,     ///< a flag with a cross of diagonals, as Scotland's
};

/// The coloured strip at the left of a plate, with a nation's letters and an emblem.
struct PlateBand {
  cv::Scalar colour{160, 60, 0};  ///< blue, green, or white
  double width_mm = 42;
  std::string text = "GB";
  double text_mm = 18;  ///< its height; less where the band is too narrow
  BandEmblem emblem = BandEmblem::stars;
  cv::Scalar shield{150, 50, 30};
  double shield_mm = 26;  ///< height of the shield
  std::string above;      ///< small words over the emblem
};

/// At the left of a plate of that height.
void draw_band(PlatePen& pen, const PlateBand& band, double height_mm);

}  // namespace nightjar
