#include "tools/judge/outline_face.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <opencv2/core.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "tools/judge/outline_tables.hpp"

namespace nightjar {
namespace {

struct Corner {
  cv::Point2d at;
  double radius = 0;
};

using Ring = std::vector<cv::Point2d>;

// A corner becomes a cubic Bezier between points on its two sides; the sides' halves bound the radius, so
// that a radius too large for a side gives an ellipse.
void bend(Ring& ring, const Corner& before, const Corner& corner, const Corner& after,
          const OutlineBend& how) {
  constexpr int kSteps = 10;
  const cv::Point2d back = before.at - corner.at;
  const cv::Point2d ahead = after.at - corner.at;
  const double radius = corner.radius * how.radius;
  const auto reach = [radius](const cv::Point2d& side) {
    const double length = cv::norm(side);
    return length > 0 ? side * (std::min(radius, length * 0.5) / length) : side;
  };
  const cv::Point2d from = corner.at + reach(back);
  const cv::Point2d to = corner.at + reach(ahead);
  if (radius <= 0) {
    ring.push_back(corner.at);
    return;
  }
  const cv::Point2d leaving = from + (corner.at - from) * how.fullness;
  const cv::Point2d arriving = to + (corner.at - to) * how.fullness;
  for (int step = 0; step <= kSteps; ++step) {
    const double t = static_cast<double>(step) / kSteps;
    const double s = 1 - t;
    ring.push_back(from * (s * s * s) + leaving * (3 * s * s * t) + arriving * (3 * s * t * t) +
                   to * (t * t * t));
  }
}

Ring bent(const std::vector<Corner>& corners, const OutlineBend& how) {
  Ring ring;
  const std::size_t count = corners.size();
  for (std::size_t i = 0; i < count; ++i) {
    bend(ring, corners[(i + count - 1) % count], corners[i], corners[(i + 1) % count], how);
  }
  return ring;
}

Corner corner_of(std::string word) {
  std::replace(word.begin(), word.end(), ',', ' ');
  std::istringstream numbers(word);
  Corner corner;
  numbers >> corner.at.x >> corner.at.y >> corner.radius;
  return corner;
}

}  // namespace

double cell_height_mm(OutlineFace face) {
  return face == OutlineFace::mandatory ? 79 : 76;
}

OutlineGlyph outline_glyph(OutlineFace face, char symbol, const OutlineBend& how) {
  const WrittenOutline written =
      face == OutlineFace::mandatory ? mandatory_outline(symbol) : continental_outline(symbol);
  OutlineGlyph glyph{written.width_mm, {}};
  if (written.rings.empty()) return glyph;
  std::istringstream words{std::string(written.rings)};
  std::vector<Corner> corners;
  glyph.shapes.emplace_back();
  const auto finish_ring = [&] {
    glyph.shapes.back().push_back(bent(corners, how));
    corners.clear();
  };
  for (std::string word; words >> word;) {
    if (word == "|") {
      finish_ring();
    } else if (word == ";") {
      finish_ring();
      glyph.shapes.emplace_back();
    } else {
      corners.push_back(corner_of(word));
    }
  }
  finish_ring();
  return glyph;
}

}  // namespace nightjar
