#include "tools/simulate/lane/road_plate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lattice_noise.hpp"

namespace nightjar {
namespace {

const cv::Size2d kTwoLine_mm{285, 203};
const cv::Size2d kMotorcycle_mm{229, 178};

/// Two rows at the gap nearest the middle; a mark without one stays whole.
std::vector<std::string> two_rows(const std::string& written) {
  std::size_t best = std::string::npos;
  const auto off = [&](std::size_t at) {
    return std::abs(2 * static_cast<int>(at) - static_cast<int>(written.size()));
  };
  for (std::size_t i = 0; i < written.size(); ++i)
    if (written[i] == ' ' && (best == std::string::npos || off(i) < off(best))) best = i;
  if (best == std::string::npos) return {written};
  return {written.substr(0, best), written.substr(best + 1)};
}

double row_width_mm(const PlateDesign& design, const std::string& row) {
  double width_mm = -design.gap_mm;
  for (const char symbol : row)
    width_mm += symbol == ' ' ? design.group_gap_mm - design.gap_mm
                              : glyph_width_mm(design.face, symbol, design.cut) + design.gap_mm;
  return width_mm;
}

/// Narrower characters and gaps until the widest row fits.
void make_it_fit(PlateDesign& design) {
  constexpr double kMargin_mm = 11;
  double widest_mm = 0;
  for (const std::string& row : design.rows) widest_mm = std::max(widest_mm, row_width_mm(design, row));
  const double room_mm = design.size_mm.width - (design.band ? design.band->width_mm : 0) - 2 * kMargin_mm;
  if (widest_mm <= room_mm) return;
  const double factor = room_mm / widest_mm;
  design.cut.width_mm *= factor;
  design.gap_mm *= factor;
  design.group_gap_mm *= factor;
  design.cut.stroke_mm *= std::max(0.85, factor);
}

void shape_it(Chance& chance, PlateDesign& design, const RoadMark& mark, const PlateMounting& place) {
  if (place.motorcycle || place.two_line) {
    design.rows = two_rows(mark.written);
    design.size_mm = place.motorcycle ? kMotorcycle_mm : kTwoLine_mm;
    if (place.motorcycle) {
      design.cut.height_mm = 64, design.cut.width_mm = 44, design.cut.stroke_mm = 10;
      design.gap_mm = 10, design.group_gap_mm = 30, design.row_gap_mm = 13;
    }
  }
  const bool before_2001 = mark.kind == RoadMarkKind::prefix || mark.kind == RoadMarkKind::suffix ||
                           mark.kind == RoadMarkKind::dateless;
  if (before_2001 && !place.motorcycle && chance.with(0.35)) design.cut.width_mm = 57;
}

void make_foreign(PlateDesign& design, const RoadMark& mark) {
  design.face = PlateFace::continental;
  design.ground = {232, 236, 236};
  design.cut.height_mm = 76, design.cut.width_mm = 43, design.cut.stroke_mm = 10;
  design.gap_mm = 8, design.group_gap_mm = 34;
  design.border = true;
  design.band = PlateBand{};
  design.band->colour = {150, 60, 10};
  design.band->text = mark.nation;
}

void make_small_things(Chance& chance, PlateDesign& design, const PlateMounting& place) {
  constexpr std::array<const char*, 5> kMakers = {"WEST MEON MOTORS", "ALTON CARS 01420 5500", "BS AU 145e",
                                                  "R COLE GARAGE", "PLATES4U"};
  const double light = chance.between(-14, 6);
  design.ground += cv::Scalar(light, light, light);
  design.cut.roundness = chance.between(0.9, 1.15);
  if (chance.with(0.5)) design.maker = kMakers[static_cast<std::size_t>(chance.one_of(5))];
  design.border = chance.with(0.2);
  if (!place.motorcycle && !place.two_line && chance.with(0.3)) {
    design.band = PlateBand{};
    design.band->text = chance.with(0.5) ? "GB" : "UK";
    if (chance.with(0.15)) {  // an electric car
      design.band->colour = {60, 150, 40};
      design.band->emblem = BandEmblem::shield;
    }
  }
  if (chance.with(0.3)) {
    const double in_mm = chance.between(10, 40);
    design.screws_mm = {{in_mm, design.size_mm.height / 2},
                        {design.size_mm.width - in_mm, design.size_mm.height / 2}};
    design.screw = chance.with(0.6) ? design.ground : cv::Scalar(90, 90, 90);
  }
}

PlateStyle odd_style(Chance& chance, const PlateMounting& place) {
  using enum PlateStyle;
  constexpr std::array<PlateStyle, 9> kOdd = {spacing, shadow, raised, face,  screws,
                                              tinted,  dirty,  bent,   tilted};
  if (place.rear && place.tow_bar && chance.with(0.15)) return tow_bar;
  return kOdd[static_cast<std::size_t>(chance.one_of(static_cast<int>(kOdd.size())))];
}

void space_it_wrongly(Chance& chance, PlateDesign& design) {
  if (design.rows.size() > 1 || chance.with(0.4)) {
    design.group_gap_mm = design.gap_mm;
    return;
  }
  std::string& row = design.rows.front();
  row.erase(std::remove(row.begin(), row.end(), ' '), row.end());
  if (row.size() > 4)
    row.insert(static_cast<std::size_t>(chance.whole(2, static_cast<int>(row.size()) - 2)), " ");
}

void break_the_rules(Chance& chance, RoadPlate& plate) {
  PlateDesign& design = plate.design;
  switch (plate.style) {
    case PlateStyle::spacing:
      space_it_wrongly(chance, design);
      break;
    case PlateStyle::shadow:
      design.relief = CharacterRelief::shadow;
      break;
    case PlateStyle::raised:
      design.relief = CharacterRelief::raised;
      break;
    case PlateStyle::face:
      design.face = PlateFace::engineered;
      design.cut.slant = chance.with(0.4) ? chance.between(0.08, 0.2) : 0;
      design.cut.stroke_mm *= chance.between(0.65, 0.95);
      break;
    case PlateStyle::screws: {
      design.screw = chance.with(0.5) ? cv::Scalar(30, 30, 30) : cv::Scalar(150, 150, 150);
      const double level_mm = design.size_mm.height * chance.between(0.35, 0.65);
      design.screws_mm = {{design.size_mm.width * chance.between(0.15, 0.3), level_mm},
                          {design.size_mm.width * chance.between(0.7, 0.85), level_mm}};
      break;
    }
    case PlateStyle::tilted:
      plate.tilt_deg = chance.between(3, 8) * (chance.with(0.5) ? 1 : -1);
      break;
    case PlateStyle::old:
      design.ground = {26, 24, 24};
      design.ink = {196, 202, 202};
      design.band.reset();
      break;
    default:
      break;
  }
}

void tint(cv::Mat& picture) {
  picture.convertTo(picture, -1, 0.5, 4);
}

/// Road dirt lies thicker below; nowhere so thick that nobody could read through it.
void soil(cv::Mat& picture, std::uint32_t wear) {
  cv::RNG random(wear);
  cv::Mat dirt = fractal_picture(random, picture.size(), picture.rows * 0.8, 3, 0.7);
  const double strength = random.uniform(0.28, 0.5);
  const cv::Vec3f mud(70, 88, 100);
  for (int row = 0; row < picture.rows; ++row) {
    const float below = 0.55F + 0.6F * static_cast<float>(row) / static_cast<float>(picture.rows);
    for (int column = 0; column < picture.cols; ++column) {
      const float part = std::clamp(
          static_cast<float>(strength) * below * (1 + 0.5F * dirt.at<float>(row, column)), 0.0F, 0.72F);
      auto& pixel = picture.at<cv::Vec3b>(row, column);
      pixel = cv::Vec3b(cv::Vec3f(pixel) * (1 - part) + mud * part);
    }
  }
}

/// Kerbs and parking bend plates: a wave across it, lit from above.
void bend(cv::Mat& picture, std::uint32_t wear) {
  cv::RNG random(wear);
  const double depth_px = picture.rows * random.uniform(0.03, 0.055);
  const double waves = random.uniform(0.7, 1.6);
  const double phase = random.uniform(0.0, 6.0);
  cv::Mat x(picture.size(), CV_32FC1);
  cv::Mat y(picture.size(), CV_32FC1);
  for (int row = 0; row < picture.rows; ++row) {
    for (int column = 0; column < picture.cols; ++column) {
      x.at<float>(row, column) = static_cast<float>(column);
      y.at<float>(row, column) =
          static_cast<float>(row + depth_px * std::sin(phase + waves * 2 * CV_PI * column / picture.cols));
    }
  }
  cv::remap(picture, picture, x, y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  for (int column = 0; column < picture.cols; ++column) {
    const double light = 1 + 0.12 * std::cos(phase + waves * 2 * CV_PI * column / picture.cols);
    cv::Mat strip = picture.col(column);
    strip *= light;
  }
}

/// Between the darkest and the brightest tenth of the middle of the plate.
double contrast_of(const cv::Mat& picture) {
  const cv::Rect inner(picture.cols / 8, picture.rows / 5, picture.cols * 3 / 4, picture.rows * 3 / 5);
  cv::Mat grey;
  cv::cvtColor(picture(inner), grey, cv::COLOR_BGR2GRAY);
  grey = grey.clone().reshape(1, 1);
  cv::sort(grey, grey, cv::SORT_ASCENDING);
  const int tenth = std::max(1, grey.cols / 10);
  return cv::mean(grey.colRange(grey.cols - tenth, grey.cols))[0] - cv::mean(grey.colRange(0, tenth))[0];
}

}  // namespace

std::string_view words_of(PlateStyle style) {
  constexpr std::array<std::string_view, 13> kWords = {"legal", "old",    "foreign", "spacing", "3d",
                                                       "4d",    "face",   "screws",  "tinted",  "dirty",
                                                       "bent",  "tilted", "tow-bar"};
  return kWords[static_cast<std::size_t>(style)];
}

RoadPlate make_plate(Chance& chance, const RoadMark& mark, const PlateMounting& place,
                     const RoadPlateOptions& options) {
  RoadPlate plate;
  plate.design = plain_plate(mark.written, place.rear);
  const bool foreign = mark.kind == RoadMarkKind::foreign;
  const bool dark =
      (mark.kind == RoadMarkKind::suffix || mark.kind == RoadMarkKind::dateless) && chance.with(0.3);
  shape_it(chance, plate.design, mark, place);
  make_small_things(chance, plate.design, place);
  const bool odd = chance.with(options.odd_share);
  const PlateStyle oddity = odd_style(chance, place);
  if (foreign) {
    plate.style = PlateStyle::foreign;
    make_foreign(plate.design, mark);
  } else {
    plate.style = odd ? oddity : dark ? PlateStyle::old : PlateStyle::legal;
  }
  break_the_rules(chance, plate);
  make_it_fit(plate.design);
  plate.wear = static_cast<std::uint32_t>(chance.one_of(1 << 30)) + 1;
  plate.contrast_levels = contrast_of(draw_road_plate(plate, 0.5));
  return plate;
}

cv::Mat draw_road_plate(const RoadPlate& plate, double px_per_mm) {
  cv::Mat picture = draw_plate(plate.design, px_per_mm);
  if (plate.style == PlateStyle::tinted) tint(picture);
  if (plate.style == PlateStyle::dirty) soil(picture, plate.wear);
  if (plate.style == PlateStyle::bent) bend(picture, plate.wear);
  return picture;
}

}  // namespace nightjar
