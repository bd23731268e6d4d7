#include "tools/simulate/plate_drawing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kShift = 4;  // fraction bits that OpenCV's drawing takes

class Pen {
 public:
  Pen(cv::Mat& picture, double px_per_mm) : picture_(picture), px_per_mm_(px_per_mm) {}

  void rings(const StrokeRings& rings, cv::Point2d at_mm, const cv::Scalar& colour) {
    std::vector<std::vector<cv::Point>> pixels;
    for (const auto& ring : rings) {
      auto& polygon = pixels.emplace_back();
      for (const cv::Point2d& point : ring) polygon.push_back(fixed(at_mm + point));
    }
    cv::fillPoly(picture_, pixels, colour, cv::LINE_AA, kShift);
  }

  void disc(cv::Point2d centre_mm, double radius_mm, const cv::Scalar& colour) {
    cv::circle(picture_, fixed(centre_mm), fixed(radius_mm), colour, cv::FILLED, cv::LINE_AA, kShift);
  }

  void box(const cv::Rect2d& box_mm, const cv::Scalar& colour) {
    rings({{box_mm.tl(), {box_mm.br().x, box_mm.y}, box_mm.br(), {box_mm.x, box_mm.br().y}}}, {0, 0}, colour);
  }

  // Centred on a point.
  void words(const std::string& text, cv::Point2d centre_mm, double height_mm, const cv::Scalar& colour,
             double weight_mm) {
    constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
    constexpr double kCapital_px = 21;  // height of a capital at scale 1
    const double scale = height_mm * px_per_mm_ / kCapital_px;
    const int weight = std::max(1, static_cast<int>(std::lround(weight_mm * px_per_mm_)));
    const cv::Size size = cv::getTextSize(text, kFont, scale, weight, nullptr);
    const cv::Point corner(static_cast<int>(centre_mm.x * px_per_mm_) - size.width / 2,
                           static_cast<int>(centre_mm.y * px_per_mm_) + size.height / 2);
    cv::putText(picture_, text, corner, kFont, scale, colour, weight, cv::LINE_AA);
  }

  void frame(const cv::Rect2d& box_mm, double corner_mm, double line_mm, const cv::Scalar& colour) {
    std::vector<cv::Point> line;
    const std::array<cv::Point2d, 4> centres = {
        cv::Point2d(box_mm.br().x - corner_mm, box_mm.br().y - corner_mm),
        cv::Point2d(box_mm.x + corner_mm, box_mm.br().y - corner_mm),
        cv::Point2d(box_mm.x + corner_mm, box_mm.y + corner_mm),
        cv::Point2d(box_mm.br().x - corner_mm, box_mm.y + corner_mm)};
    for (std::size_t i = 0; i < 4; ++i) {
      for (int step = 0; step <= 4; ++step) {
        const double angle = (static_cast<double>(i) + step / 4.0) * CV_PI / 2;
        line.push_back(fixed(centres[i] + corner_mm * cv::Point2d(std::cos(angle), std::sin(angle))));
      }
    }
    const int weight = std::max(1, static_cast<int>(std::lround(line_mm * px_per_mm_)));
    cv::polylines(picture_, line, true, colour, weight, cv::LINE_AA, kShift);
  }

 private:
  // Pixel centres are whole numbers to OpenCV, hence the half.
  cv::Point fixed(cv::Point2d at_mm) const {
    return {static_cast<int>(std::lround((at_mm.x * px_per_mm_ - 0.5) * (1 << kShift))),
            static_cast<int>(std::lround((at_mm.y * px_per_mm_ - 0.5) * (1 << kShift)))};
  }
  int fixed(double length_mm) const {
    return static_cast<int>(std::lround(length_mm * px_per_mm_ * (1 << kShift)));
  }

  cv::Mat& picture_;
  double px_per_mm_;
};

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

void draw_character(Pen& pen, const PlateDesign& design, char symbol, cv::Point2d at_mm) {
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

void draw_seal(Pen& pen, const PlateDesign& design, cv::Point2d centre_mm) {
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

void draw_row(Pen& pen, const PlateDesign& design, const std::string& row, cv::Point2d at_mm) {
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

void draw_band(Pen& pen, const PlateDesign& design) {
  const PlateBand& band = *design.band;
  const double height_mm = design.size_mm.height;
  const bool dark = band.colour[1] < 128;
  const cv::Scalar ink = dark ? cv::Scalar(230, 230, 230) : cv::Scalar(60, 50, 50);
  pen.box({0, 0, band.width_mm, height_mm}, band.colour);
  const cv::Point2d middle(band.width_mm / 2, height_mm * 0.33);
  if (band.emblem && dark) {
    constexpr int kStars = 12;
    for (int star = 0; star < kStars; ++star) {
      const double angle = 2 * CV_PI * star / kStars;
      pen.disc(middle + band.width_mm * 0.3 * cv::Point2d(std::cos(angle), std::sin(angle)), 2,
               {40, 220, 240});
    }
  } else if (band.emblem) {
    const double half_mm = band.shield_mm * 0.4;
    const cv::Point2d top = middle - cv::Point2d(0, band.shield_mm / 2);
    pen.rings({{top + cv::Point2d(-half_mm, 0), top + cv::Point2d(half_mm, 0),
                top + cv::Point2d(half_mm, band.shield_mm * 0.55), top + cv::Point2d(0, band.shield_mm),
                top + cv::Point2d(-half_mm, band.shield_mm * 0.55)}},
              {0, 0}, band.shield);
    pen.box({middle.x - half_mm * 0.15, top.y + half_mm * 0.3, half_mm * 0.3, half_mm * 1.3},
            {230, 230, 230});
    pen.box({middle.x - half_mm * 0.5, top.y + half_mm * 0.7, half_mm, half_mm * 0.25}, {230, 230, 230});
  }
  const double text_mm = std::min(
      band.text_mm, band.width_mm * 0.85 / std::max<double>(1, static_cast<double>(band.text.size())));
  pen.words(band.text, {band.width_mm / 2, height_mm * 0.78}, text_mm, ink, text_mm / 8);
}

cv::Mat drawn(PlateDesign design, double px_per_mm) {
  constexpr double kSpread_px = 0.4;  // what OpenCV's anti-aliasing lays beyond the outline on each side
  design.cut.stroke_mm =
      std::max(design.cut.stroke_mm - 2 * kSpread_px / px_per_mm, design.cut.stroke_mm / 2);
  cv::Mat picture(static_cast<int>(std::ceil(design.size_mm.height * px_per_mm)),
                  static_cast<int>(std::ceil(design.size_mm.width * px_per_mm)), CV_8UC3, design.ground);
  Pen pen(picture, px_per_mm);
  if (design.band) draw_band(pen, design);
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
