#include "tools/train/plate_photograph.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/chance.hpp"
#include "tools/simulate/plate_drawing.hpp"
#include "tools/train/camera_faults.hpp"

namespace nightjar {
namespace {

using Quad = std::array<cv::Point2f, 4>;

std::string training_mark(Chance& chance, std::mt19937_64& rng, double any_characters) {
  if (chance.with(1 - any_characters)) return random_mark(rng);
  const int length = chance.with(0.85) ? chance.whole(5, 8) : chance.whole(2, 9);
  std::string mark;
  for (int i = 0; i < length; ++i) mark += chance.symbol("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  if (length > 2 && chance.with(0.8))
    mark.insert(static_cast<std::size_t>(chance.whole(1, length - 1)), 1, ' ');
  return mark;
}

double row_length_mm(const PlateDesign& design, const std::string& row) {
  double length_mm = 0;
  for (char symbol : row) {
    length_mm += symbol == ' ' ? design.group_gap_mm - design.gap_mm
                               : glyph_width_mm(design.face, symbol, design.cut) + design.gap_mm;
  }
  return length_mm - design.gap_mm;
}

// What the bands of real plates bear, so that none of it is read as a character.
void adorn(Chance& chance, PlateDesign& design) {
  PlateBand& band = *design.band;
  constexpr std::array<const char*, 7> kAbove = {"JERSEY",   "SCOTLAND", "ENGLAND", "CYMRU",
                                                 "GUERNSEY", "MANN",     "EIRE"};
  constexpr std::array<BandEmblem, 5> kEmblems = {BandEmblem::arms, BandEmblem::union_flag,
                                                  BandEmblem::union_flag, BandEmblem::cross,
                                                  BandEmblem::saltire};
  band.emblem = kEmblems.at(static_cast<std::size_t>(chance.one_of(5)));
  band.shield_mm = chance.between(22, 48);
  const double wider_mm = chance.between(0, 18);
  band.width_mm += wider_mm;
  design.size_mm.width += wider_mm;
  if (chance.with(0.4)) band.above = kAbove.at(static_cast<std::size_t>(chance.one_of(7)));
}

PlateDesign training_plate(Chance& chance, std::mt19937_64& rng, double any_characters) {
  const bool continental = chance.with(0.22);
  PlateDesign design = random_plate(rng, training_mark(chance, rng, any_characters), continental);
  if (design.band && chance.with(continental ? 0.15 : 0.6)) adorn(chance, design);
  if (chance.with(0.22)) {  // a face of nobody's, so that the reader does not lean on the cut of two
    design.face = static_cast<PlateFace>(chance.one_of(3));
    design.cut.wobble_mm = chance.between(0, 2.5);
    design.cut.hand = static_cast<std::uint32_t>(rng());
    design.cut.roundness *= chance.between(0.5, 1.2);
    design.cut.stroke_mm *= chance.between(0.7, 1.05);
  }
  return design;
}

// What a car has around its plate: a dark or light surround, edges, a dealer's name.
cv::Mat surroundings(Chance& chance, cv::Size size, double px_per_mm, const cv::Rect& plate) {
  cv::Mat around(size, CV_8UC1, cv::Scalar(chance.between(5, 230)));
  for (int i = chance.one_of(6); i > 0; --i) {
    const cv::Point a(chance.one_of(size.width), chance.one_of(size.height));
    const cv::Point b(chance.one_of(size.width),
                      chance.with(0.6) ? a.y + chance.whole(1, 12) : chance.one_of(size.height));
    cv::rectangle(around, a, b, cv::Scalar(chance.between(0, 255)), cv::FILLED);
  }
  if (!chance.with(0.5)) return around;
  const double edge_px = chance.between(4, 14) * px_per_mm;
  const double below_px = chance.with(0.6) ? chance.between(10, 26) * px_per_mm : edge_px;
  const double tone = chance.with(0.8) ? chance.between(5, 60) : chance.between(100, 240);
  const cv::Rect frame(plate.x - static_cast<int>(edge_px), plate.y - static_cast<int>(edge_px),
                       plate.width + static_cast<int>(2 * edge_px),
                       plate.height + static_cast<int>(edge_px + below_px));
  cv::rectangle(around, frame, cv::Scalar(tone), cv::FILLED);
  if (below_px > edge_px) {
    std::string words;
    for (int i = chance.whole(4, 22); i > 0; --i)
      words += chance.symbol("ABCDEFGHIKLMNOPRSTUVaceinorstu  0123456789.,");
    const double scale = below_px * 0.65 / 22;
    cv::putText(around, words,
                {plate.x + chance.one_of(std::max(1, plate.width / 2)),
                 plate.br().y + static_cast<int>(below_px * 0.8)},
                cv::FONT_HERSHEY_SIMPLEX, scale, cv::Scalar(tone < 100 ? chance.between(90, 240) : 30), 1,
                cv::LINE_AA);
  }
  return around;
}

// The plate in grey: as daylight or as a camera with infra-red light sees it (yellow is as bright as white).
cv::Mat grey_plate(Chance& chance, const PlateDesign& design, double px_per_mm) {
  const cv::Mat colour = draw_plate(design, px_per_mm);
  cv::Mat grey;
  if (chance.with(0.3)) {
    cv::extractChannel(colour, grey, 2);
  } else {
    cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
  }
  return grey;
}

// Where the plate's corners come to lie in the photograph.
Quad seen_corners(Chance& chance, cv::Size2d size_px) {
  const double turn = (chance.with(0.15) ? 8.0 : 2.5) * chance.bell() * CV_PI / 180;
  const double shear = (chance.with(0.3) ? 0.12 : 0.04) * chance.bell();
  const double squeeze = chance.with(0.3) ? chance.between(0.6, 1) : chance.between(0.9, 1.08);
  const double jitter = chance.with(0.3) ? 0.05 : 0.02;
  Quad corners;
  constexpr std::array<std::array<double, 2>, 4> kSigns = {{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}};
  for (std::size_t i = 0; i < 4; ++i) {
    const double y = kSigns[i][1] * size_px.height / 2 * (1 + jitter * chance.bell());
    const double x =
        kSigns[i][0] * size_px.width / 2 * squeeze * (1 + 0.3 * jitter * chance.bell()) + y * shear;
    corners[i] = {static_cast<float>(x * std::cos(turn) - y * std::sin(turn)),
                  static_cast<float>(x * std::sin(turn) + y * std::cos(turn))};
  }
  return corners;
}

cv::Rect2f upright(const Quad& corners) {
  const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
  const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
  return {left, top, right - left, bottom - top};
}

Quad corners_of(const cv::Rect2f& box) {
  return {box.tl(), cv::Point2f(box.br().x, box.y), box.br(), cv::Point2f(box.x, box.br().y)};
}

// As a detector would say it: corners or an upright box, mostly near, sometimes loose.
PlateBox detected(Chance& chance, const Quad& corners) {
  PlateBox box;
  box.corners = chance.with(0.5) ? corners : corners_of(upright(corners));
  const cv::Rect2d around(upright(corners));
  const double loose = chance.with(0.08) ? 0.2 : 0.05;
  const double left = chance.between(-0.045, loose);
  const double right = chance.between(-0.045, loose);
  const double top = chance.between(-0.1, loose * 2.5);
  const double bottom = chance.between(-0.1, loose * 2.5);
  const std::array<cv::Point2d, 4> out = {cv::Point2d(-left, -top), cv::Point2d(right, -top),
                                          cv::Point2d(right, bottom), cv::Point2d(-left, bottom)};
  for (std::size_t i = 0; i < 4; ++i) {
    box.corners[i].x += static_cast<float>((out[i].x + 0.006 * chance.bell()) * around.width);
    box.corners[i].y += static_cast<float>((out[i].y + 0.02 * chance.bell()) * around.height);
  }
  return box;
}

// Somewhere beside the plate, or across its edge: part of a character is not to be read as one.
void move_off(Chance& chance, PlateBox& box) {
  const cv::Rect2f around = upright(box.corners);
  const bool down = chance.with(0.6);
  const double sign = chance.with(0.5) ? 1 : -1;
  const cv::Point2f by(
      static_cast<float>(down ? chance.bell() * 0.1 : sign * chance.between(1.05, 1.4)) * around.width,
      static_cast<float>(down ? sign * chance.between(0.5, 1.0) : chance.bell() * 0.2) * around.height);
  for (cv::Point2f& corner : box.corners) corner += by;
}

// Ends a one-line plate's box within its outermost character: the rest is no mark to be read. (A box that
// leaves out all of a character looks like a tight box of a shorter mark.)
void cut_short(Chance& chance, PlateBox& box, const PlateDesign& design) {
  const double character_mm = glyph_width_mm(design.face, 'H', design.cut) + design.gap_mm;
  const double band_mm = design.band ? design.band->width_mm : 0;
  const double margin_mm =
      std::max(0.0, (design.size_mm.width - band_mm - row_length_mm(design, design.rows[0])) / 2);
  const bool left = chance.with(0.5);
  const double lost_mm = margin_mm + (left ? band_mm : 0) + chance.between(0.35, 0.8) * character_mm;
  const auto share = static_cast<float>(std::min(0.5, lost_mm / design.size_mm.width));
  auto& corner = box.corners;
  if (left) {
    corner[0] += (corner[1] - corner[0]) * share;
    corner[3] += (corner[2] - corner[3]) * share;
  } else {
    corner[1] += (corner[0] - corner[1]) * share;
    corner[2] += (corner[3] - corner[2]) * share;
  }
}

std::string lettering(Chance& chance) {
  std::string words;
  const double kind = chance.share();
  if (kind < 0.2) {  // a telephone number
    for (int i = chance.whole(10, 11); i > 0; --i) words += chance.symbol("0123456789");
    return words.insert(chance.with(0.5) ? 5 : 4, 1, ' ').replace(0, 1, "0");
  }
  const bool capitals = kind < 0.5;
  for (int i = chance.whole(capitals ? 4 : 3, 12); i > 0; --i)
    words += chance.symbol(capitals        ? "AAABCDEEEEFGHIIKLLMNNOOPRRSSTTUVWY  &"
                           : words.empty() ? "ABCDEFGHLMNPRSTW"
                                           : "aabcdeeefghiiklmnnooprrssttuvwy  &-.");
  return words;
}

// Words and numbers as on vans and boards, in other letters than plates carry.
void letter(Chance& chance, cv::Mat& plate) {
  constexpr std::array<int, 5> kFaces = {cv::FONT_HERSHEY_SIMPLEX, cv::FONT_HERSHEY_DUPLEX,
                                         cv::FONT_HERSHEY_COMPLEX, cv::FONT_HERSHEY_TRIPLEX,
                                         cv::FONT_HERSHEY_SCRIPT_COMPLEX};
  const std::string words = lettering(chance);
  const int face = kFaces.at(static_cast<std::size_t>(chance.one_of(5)));
  const double high_px = plate.rows * chance.between(0.4, 0.8);
  const int weight = std::max(1, static_cast<int>(high_px * chance.between(0.05, 0.18)));
  const double wide_px = plate.cols * chance.between(0.6, 1.1);
  const cv::Size unit = cv::getTextSize(words, face, 1, weight, nullptr);
  const double scale = std::min(high_px / unit.height, wide_px / unit.width);
  const bool dark = chance.with(0.5);
  plate.setTo(cv::Scalar(dark ? chance.between(5, 90) : chance.between(140, 240)));
  cv::putText(plate, words,
              {static_cast<int>((plate.cols - unit.width * scale) / 2),
               static_cast<int>((plate.rows + unit.height * scale) / 2)},
              face, scale, cv::Scalar(dark ? chance.between(160, 250) : chance.between(5, 80)), weight,
              cv::LINE_AA);
}

}  // namespace

PlatePhotograph photograph_plate(std::mt19937_64& rng, double any_characters) {
  Chance chance(rng);
  const PlateDesign design = training_plate(chance, rng, any_characters);
  // Height of a character in the photograph; below nine pixels people cannot read them either.
  const double character_px = 9 * std::pow(4.5, chance.share());
  const double px_per_mm = character_px / design.cut.height_mm;
  const double drawn_px_per_mm = std::min(1.0, px_per_mm * 2);  // twice as fine as it will be seen
  cv::Mat plate = grey_plate(chance, design, drawn_px_per_mm);
  const int room = static_cast<int>(0.45 * 111 * drawn_px_per_mm) + 2;
  const cv::Rect at(room, room, plate.cols, plate.rows);
  cv::Mat canvas = surroundings(chance, {plate.cols + 2 * room, plate.rows + 2 * room}, drawn_px_per_mm, at);
  const double instead = chance.share();
  const bool any_plate = instead > 0.045;
  if (instead > 0.02 && !any_plate) letter(chance, plate);
  if (instead > 0.02) plate.copyTo(canvas(at));

  const double scale = px_per_mm / drawn_px_per_mm;
  Quad corners = seen_corners(chance, {plate.cols * scale, plate.rows * scale});
  const cv::Rect2f extent = upright(corners);
  const float pad = static_cast<float>(room * scale) + 4;
  for (cv::Point2f& corner : corners) corner += cv::Point2f(pad, pad) - extent.tl();
  const cv::Size size(static_cast<int>(extent.width + 2 * pad), static_cast<int>(extent.height + 2 * pad));
  const Quad drawn_corners = corners_of(cv::Rect2f(at));
  PlatePhotograph photograph;
  cv::warpPerspective(canvas, photograph.luma,
                      cv::getPerspectiveTransform(drawn_corners.data(), corners.data()), size,
                      cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  spoil(photograph.luma, character_px, rng);

  photograph.box = detected(chance, corners);
  const int rows = static_cast<int>(design.rows.size());
  photograph.box.lines = rows;
  photograph.read_as = rows;
  photograph.mark = any_plate ? mark_of(design) : "";
  const double trick = chance.share();
  if (trick < (rows == 2 ? 0.15 : 0.04)) {
    photograph.read_as = 3 - rows;
    photograph.mark.clear();
  } else if (trick > 0.98) {
    move_off(chance, photograph.box);
    photograph.mark.clear();
  } else if (trick > 0.94 && rows == 1) {
    cut_short(chance, photograph.box, design);
    photograph.mark.clear();
  }
  return photograph;
}

}  // namespace nightjar
