#include "tools/simulate/plate_drawing.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

double row_width_mm(const PlateDesign& design, const std::string& row) {
  double width_mm = 0;
  bool open = false;  // a gap is due before the next character
  for (char symbol : row) {
    if (symbol == ' ') {
      width_mm += design.group_gap_mm;
      open = false;
      continue;
    }
    if (open) width_mm += design.gap_mm;
    width_mm += glyph_width_mm(design.face, symbol, design.cut);
    open = true;
  }
  return width_mm;
}

cv::Scalar blend(const cv::Scalar& a, const cv::Scalar& b, double share_of_b) {
  return a * (1 - share_of_b) + b * share_of_b;
}

void draw_character(PlatePen& pen, const PlateDesign& design, char symbol, cv::Point2d at_mm) {
  const auto strokes = glyph_strokes(design.face, symbol, design.cut);
  const auto all = [&](cv::Point2d moved_mm, const cv::Scalar& colour) {
    for (const StrokeRings& rings : strokes) pen.rings(rings, at_mm + moved_mm, colour);
  };
  const double relief_mm = design.cut.stroke_mm / 6;
  switch (design.relief) {
    case CharacterRelief::flat:
      all({0, 0}, design.ink);
      break;
    case CharacterRelief::shadow:
      all({relief_mm, relief_mm}, blend(design.ink, design.ground, 0.5));
      all({0, 0}, design.ink);
      break;
    case CharacterRelief::raised:
      all({-relief_mm * 0.7, -relief_mm * 0.7}, blend(design.ink, cv::Scalar::all(255), 0.45));
      all({relief_mm * 0.8, relief_mm * 0.8}, blend(design.ink, design.ground, 0.25));
      all({0, 0}, design.ink);
      break;
    case CharacterRelief::outlined: {
      all({0, 0}, design.ink);
      PlateDesign inner = design;
      inner.cut.stroke_mm *= 0.45;
      inner.cut.height_mm -= design.cut.stroke_mm * 0.55;
      inner.cut.width_mm -= design.cut.stroke_mm * 0.55;
      const double inset_mm = design.cut.stroke_mm * 0.275;
      const double narrow_mm =
          (glyph_width_mm(design.face, symbol, design.cut) - glyph_width_mm(design.face, symbol, inner.cut)) /
          2;
      for (const StrokeRings& rings : glyph_strokes(design.face, symbol, inner.cut)) {
        pen.rings(rings, at_mm + cv::Point2d(narrow_mm, inset_mm), blend(design.ink, design.ground, 0.3));
      }
      break;
    }
  }
}

void draw_seal(PlatePen& pen, const PlateDesign& design, cv::Point2d centre_mm) {
  const double size_mm = std::min(design.group_gap_mm, 40.0) * 0.36;
  switch (design.seal) {
    case PlateSeal::none:
      break;
    case PlateSeal::hyphen:
      pen.box({centre_mm.x - size_mm, centre_mm.y - 4, size_mm * 2, 8}, design.ink);
      break;
    case PlateSeal::round_seals:
      pen.disc(centre_mm - cv::Point2d(0, size_mm * 1.4), size_mm, {40, 90, 200});
      pen.disc(centre_mm - cv::Point2d(0, size_mm * 1.4), size_mm / 2, {200, 220, 230});
      pen.disc(centre_mm + cv::Point2d(0, size_mm * 1.4), size_mm, {70, 140, 60});
      break;
    case PlateSeal::shield:
      pen.box({centre_mm.x - size_mm, centre_mm.y - size_mm * 1.3, size_mm * 2, size_mm * 1.5},
              {70, 60, 190});
      pen.disc(centre_mm + cv::Point2d(0, size_mm * 0.2), size_mm, {120, 70, 150});
      pen.disc(centre_mm, size_mm * 0.4, {230, 230, 230});
      break;
  }
}

void draw_row(PlatePen& pen, const PlateDesign& design, const std::string& row, cv::Point2d at_mm) {
  bool open = false;
  for (char symbol : row) {
    if (symbol == ' ') {
      draw_seal(pen, design, at_mm + cv::Point2d(design.group_gap_mm, design.cut.height_mm) / 2);
      at_mm.x += design.group_gap_mm;
      open = false;
      continue;
    }
    if (open) at_mm.x += design.gap_mm;
    draw_character(pen, design, symbol, at_mm);
    at_mm.x += glyph_width_mm(design.face, symbol, design.cut);
    open = true;
  }
}

cv::Mat drawn(PlateDesign design, double px_per_mm) {
  constexpr double kSpread_px = 0.4;  // what OpenCV's anti-aliasing lays beyond the outline on each side
  design.cut.stroke_mm =
      std::max(design.cut.stroke_mm - 2 * kSpread_px / px_per_mm, design.cut.stroke_mm / 2);
  cv::Mat picture(static_cast<int>(std::ceil(design.size_mm.height * px_per_mm)),
                  static_cast<int>(std::ceil(design.size_mm.width * px_per_mm)), CV_8UC3, design.ground);
  PlatePen pen(picture, px_per_mm);
  if (design.band) draw_band(pen, *design.band, design.size_mm.height);
  if (design.border) {
    pen.frame({4, 4, design.size_mm.width - 8, design.size_mm.height - 8}, design.corner_mm, 2.2, design.ink);
  }
  const double left_mm = design.band ? design.band->width_mm : 0;
  const double rows = static_cast<double>(design.rows.size());
  const double text_mm = rows * design.cut.height_mm + (rows - 1) * design.row_gap_mm;
  double top_mm = (design.size_mm.height - text_mm) / 2 + design.offset_mm.y;
  for (const std::string& row : design.rows) {
    const double free_mm = design.size_mm.width - left_mm - row_width_mm(design, row);
    draw_row(pen, design, row, {left_mm + free_mm / 2 + design.offset_mm.x, top_mm});
    top_mm += design.cut.height_mm + design.row_gap_mm;
  }
  if (!design.maker.empty()) {
    pen.words(design.maker, {(design.size_mm.width + left_mm) / 2, design.size_mm.height - 7}, 6, design.ink,
              0.8);
  }
  for (const cv::Point2d& screw : design.screws_mm) {
    pen.disc(screw, 7, blend(design.screw, cv::Scalar::all(0), 0.4));
    pen.disc(screw - cv::Point2d(0.7, 0.7), 6, design.screw);
  }
  return picture;
}

}  // namespace

std::string mark_of(const PlateDesign& design) {
  std::string mark;
  for (const std::string& row : design.rows) {
    std::copy_if(row.begin(), row.end(), std::back_inserter(mark), [](char symbol) { return symbol != ' '; });
  }
  return mark;
}

cv::Mat draw_plate(const PlateDesign& design, double px_per_mm) {
  constexpr double kFinest_px_per_mm = 1;  // below this the drawing is shrunk, which keeps thin lines' weight
  if (px_per_mm >= kFinest_px_per_mm) return drawn(design, px_per_mm);
  cv::Mat small;
  cv::resize(drawn(design, kFinest_px_per_mm), small,
             {std::max(1, static_cast<int>(std::ceil(design.size_mm.width * px_per_mm))),
              std::max(1, static_cast<int>(std::ceil(design.size_mm.height * px_per_mm)))},
             0, 0, cv::INTER_AREA);
  return small;
}

PlateDesign plain_plate(const std::string& mark, bool rear) {
  PlateDesign design;
  design.rows = {mark};
  if (rear) design.ground = {20, 190, 245};
  return design;
}

}  // namespace nightjar
