#pragma once

#include <opencv2/core/types.hpp>
#include <vector>

namespace nightjar {

/// Faces of the judging drawing; written from the legal geometry and apart from the drawing that is learnt
/// from.
enum class OutlineFace {
  mandatory,    ///< of the United Kingdom since 2001: 50 x 79 mm, stroke 14
  continental,  ///< narrow and round, as on Slovak, Czech and German plates: 44 x 76 mm, stroke 10
};

/// A character as what its edge encloses: rings that are filled together by the even-odd rule, in mm from the
/// top left of its cell.
struct OutlineGlyph {
  double width_mm = 0;
  std::vector<std::vector<std::vector<cv::Point2d>>> shapes;  ///< laid over each other; of rings of points
};

/// How an outline's corners are rounded.
struct OutlineBend {
  double radius = 1;       ///< factor on every corner's radius
  double fullness = 0.55;  ///< where a corner's Bezier handles end: 0.55 a circle's arc, 0.75 a squarer one
};

[[nodiscard]] double cell_height_mm(OutlineFace face);

/// Empty for a character that no plate carries.
[[nodiscard]] OutlineGlyph outline_glyph(OutlineFace face, char symbol, const OutlineBend& bend = {});

}  // namespace nightjar
