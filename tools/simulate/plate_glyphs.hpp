#pragma once

#include <cstdint>
#include <opencv2/core/types.hpp>
#include <vector>

namespace nightjar {

/// Which set of strokes the characters of a plate are drawn from.
enum class PlateFace {
  charles_wright,  ///< the face of the United Kingdom since 2001; wider and narrower settings make the older
                   ///< ones
  continental,     ///< as on Slovak, Czech and Polish plates: a flag on the 1, an open 4, equal cells
  engineered,      ///< another way of writing each character that has one, for plates from anywhere
};

/// Size and cut of the characters; the defaults are those of a one-line plate since 2001.
struct GlyphCut {
  double height_mm = 79;
  double width_mm = 50;
  double stroke_mm = 14;
  double roundness = 1;  ///< factor on the radius of every curve
  double slant = 0;      ///< mm to the right for each mm of height
  double wobble_mm = 0;  ///< how far the corners of the strokes wander, by `hand`: as many faces as hands
  std::uint32_t hand = 0;
};

/// One stroke as the rings around it: fill them together with the even-odd rule.
using StrokeRings = std::vector<std::vector<cv::Point2d>>;

/// The strokes of a character in mm from the top left of its cell (x right, y down).
/// Empty for a character that no plate carries. 0 and O, 1 and I are one glyph each where the face has it so.
[[nodiscard]] std::vector<StrokeRings> glyph_strokes(PlateFace face, char symbol, const GlyphCut& cut);

/// The width of a character's cell in mm: a bar's is its stroke where the face sets it so.
[[nodiscard]] double glyph_width_mm(PlateFace face, char symbol, const GlyphCut& cut);

}  // namespace nightjar
