#include "tools/simulate/plate_band.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar {
namespace {

const cv::Scalar kWhite(230, 230, 230);
const cv::Scalar kRed(45, 30, 200);
const cv::Scalar kNavy(110, 35, 5);

void draw_stars(PlatePen& pen, cv::Point2d middle, double radius_mm) {
  constexpr int kStars = 12;
  for (int star = 0; star < kStars; ++star) {
    const double angle = 2 * CV_PI * star / kStars;
    pen.disc(middle + radius_mm * cv::Point2d(std::cos(angle), std::sin(angle)), 2, {40, 220, 240});
  }
}

void draw_shield(PlatePen& pen, cv::Point2d middle, const PlateBand& band) {
  const double half_mm = band.shield_mm * 0.4;
  const cv::Point2d top = middle - cv::Point2d(0, band.shield_mm / 2);
  pen.rings({{top + cv::Point2d(-half_mm, 0), top + cv::Point2d(half_mm, 0),
              top + cv::Point2d(half_mm, band.shield_mm * 0.55), top + cv::Point2d(0, band.shield_mm),
              top + cv::Point2d(-half_mm, band.shield_mm * 0.55)}},
            {0, 0}, band.shield);
  if (band.emblem == BandEmblem::arms) {
    for (int beast = 0; beast < 3; ++beast) {
      const cv::Point2d at = top + cv::Point2d(0, band.shield_mm * (0.2 + 0.25 * beast));
      const double long_mm = half_mm * (beast == 2 ? 0.4 : 0.65);
      for (int part = -2; part <= 2; ++part) {
        pen.disc(at + cv::Point2d(part * long_mm / 2, (part % 2 != 0 ? 0.05 : -0.05) * band.shield_mm),
                 band.shield_mm * 0.05, {60, 170, 215});
      }
    }
    return;
  }
  pen.box({middle.x - half_mm * 0.15, top.y + half_mm * 0.3, half_mm * 0.3, half_mm * 1.3}, kWhite);
  pen.box({middle.x - half_mm * 0.5, top.y + half_mm * 0.7, half_mm, half_mm * 0.25}, kWhite);
}

// Both diagonals of a box, each this wide upright.
void draw_diagonals(PlatePen& pen, const cv::Rect2d& box, double wide_mm, const cv::Scalar& colour) {
  const double high = wide_mm / 2;
  const cv::Point2d a = box.tl();
  const cv::Point2d b = box.br();
  pen.rings({{a, {a.x, a.y + high}, {b.x, b.y}, {b.x, b.y - high}}}, {0, 0}, colour);
  pen.rings({{a, {a.x + wide_mm, a.y}, {b.x, b.y}, {b.x - wide_mm, b.y}}}, {0, 0}, colour);
  pen.rings({{{b.x, a.y}, {b.x, a.y + high}, {a.x, b.y}, {a.x, b.y - high}}}, {0, 0}, colour);
  pen.rings({{{b.x, a.y}, {b.x - wide_mm, a.y}, {a.x, b.y}, {a.x + wide_mm, b.y}}}, {0, 0}, colour);
}

void draw_cross(PlatePen& pen, const cv::Rect2d& box, double wide_mm, const cv::Scalar& colour) {
  pen.box({box.x, box.y + (box.height - wide_mm) / 2, box.width, wide_mm}, colour);
  pen.box({box.x + (box.width - wide_mm) / 2, box.y, wide_mm, box.height}, colour);
}

void draw_flag(PlatePen& pen, const cv::Rect2d& box, BandEmblem emblem) {
  const double high = box.height;
  pen.box(box, emblem == BandEmblem::cross ? kWhite : kNavy);
  if (emblem != BandEmblem::cross) draw_diagonals(pen, box, high * 0.3, kWhite);
  if (emblem == BandEmblem::union_flag) {
    draw_diagonals(pen, box, high * 0.1, kRed);
    draw_cross(pen, box, high * 0.33, kWhite);
  }
  if (emblem != BandEmblem::saltire) draw_cross(pen, box, high * 0.2, kRed);
}

void draw_emblem(PlatePen& pen, const PlateBand& band, cv::Point2d middle) {
  switch (band.emblem) {
    case BandEmblem::none:
      break;
    case BandEmblem::stars:
      draw_stars(pen, middle, band.width_mm * 0.3);
      break;
    case BandEmblem::shield:
    case BandEmblem::arms:
      draw_shield(pen, middle, band);
      break;
    case BandEmblem::union_flag:
    case BandEmblem::cross:
    case BandEmblem::saltire: {
      const cv::Size2d flag(band.width_mm * 0.8, band.shield_mm * 0.8);
      draw_flag(pen, {middle - cv::Point2d(flag.width, flag.height) / 2, flag}, band.emblem);
      break;
    }
  }
}

void draw_words(PlatePen& pen, const std::string& words, cv::Point2d middle, double high_mm, double wide_mm,
                const cv::Scalar& ink) {
  const double text_mm = std::min(high_mm, wide_mm / std::max<double>(1, static_cast<double>(words.size())));
  pen.words(words, middle, text_mm, ink, text_mm / 8);
}

}  // namespace

void draw_band(PlatePen& pen, const PlateBand& band, double height_mm) {
  const bool dark = band.colour[1] < 128;
  const cv::Scalar ink = dark ? kWhite : cv::Scalar(60, 50, 50);
  pen.box({0, 0, band.width_mm, height_mm}, band.colour);
  draw_emblem(pen, band, {band.width_mm / 2, height_mm * 0.33});
  if (!band.above.empty()) {
    const double room_mm = std::max(4.0, height_mm * 0.33 - band.shield_mm / 2 - 4);
    draw_words(pen, band.above, {band.width_mm / 2, 2 + room_mm / 2}, room_mm, band.width_mm, ink);
  }
  draw_words(pen, band.text, {band.width_mm / 2, height_mm * 0.78}, band.text_mm, band.width_mm * 0.85, ink);
}

}  // namespace nightjar
