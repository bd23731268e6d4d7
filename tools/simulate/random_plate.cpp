#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "tools/simulate/chance.hpp"
#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kCurrentLetters = "ABCDEFGHJKLMNOPRSTUVWXYZ";  // all but I and Q
constexpr std::string_view kMemoryLetters = "ABCDEFGHJKLMNOPRSTUVWXY";    // the first two; Z is rare there
constexpr std::string_view kYearLetters = "ABCDEFGHJKLMNPRSTVWXY";

std::string several(Chance& chance, std::string_view from, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += chance.symbol(from);
  return text;
}

std::string number(Chance& chance, int most_digits) {
  std::string digits = several(chance, "123456789", 1);
  digits += several(chance, kDigits, chance.one_of(most_digits));
  return digits;
}

std::string british_mark(Chance& chance) {
  const double form = chance.share();
  if (form < 0.68) {
    std::string area = several(chance, kMemoryLetters, 2);
    if (chance.with(0.02)) area[static_cast<std::size_t>(chance.one_of(2))] = 'Z';
    const int year = chance.whole(2, 26);
    const int age = chance.with(0.5) ? year : year + 49;
    const std::string two = std::to_string(100 + age).substr(1);
    return area + two + " " + several(chance, kCurrentLetters, 3);
  }
  if (form < 0.81)
    return several(chance, kYearLetters, 1) + number(chance, 3) + " " + several(chance, kCurrentLetters, 3);
  if (form < 0.87)
    return several(chance, kCurrentLetters, 3) + " " + number(chance, 3) + several(chance, kYearLetters, 1);
  if (form < 0.91) return several(chance, kLetters, chance.whole(1, 3)) + " " + number(chance, 4);
  if (form < 0.94) return number(chance, 4) + " " + several(chance, kLetters, chance.whole(1, 3));
  if (form < 0.985) {
    std::string letters = several(chance, kLetters, chance.whole(1, 2)) + (chance.with(0.7) ? "I" : "Z");
    if (letters.size() == 2 || chance.with(0.3)) letters += chance.symbol(kLetters);
    return letters + " " + number(chance, 4);
  }
  return several(chance, kDigits, 3) + " " + chance.symbol("DX") + " " + several(chance, kDigits, 3);
}

std::string continental_mark(Chance& chance) {
  switch (chance.one_of(6)) {
    case 0:
    case 1:
      return several(chance, kLetters, 2) + " " + several(chance, kDigits, 3) + several(chance, kLetters, 2);
    case 2:
      return several(chance, kDigits, 1) + chance.symbol(kLetters) + chance.symbol(kDigits) + " " +
             several(chance, kDigits, 4);
    case 3:
      return several(chance, kLetters, chance.whole(2, 3)) + " " +
             several(chance, kDigits, chance.whole(4, 5));
    case 4:
      return several(chance, kLetters, 2) + " " + several(chance, kDigits, 3) + " " +
             several(chance, kLetters, 2);
    default:
      return several(chance, kLetters, chance.whole(1, 3)) + " " +
             several(chance, kLetters, chance.whole(1, 2)) + " " + number(chance, 4);
  }
}

double row_width_mm(const PlateDesign& design, const std::string& row) {
  double width_mm = 0;
  for (char symbol : row) {
    width_mm += symbol == ' ' ? design.group_gap_mm - design.gap_mm
                              : glyph_width_mm(design.face, symbol, design.cut) + design.gap_mm;
  }
  return width_mm - design.gap_mm;
}

// Two rows from one: at the space nearest the middle, or the middle.
std::vector<std::string> two_rows(const std::string& mark) {
  const auto size = mark.size();
  std::size_t best = std::string::npos;
  for (std::size_t i = 1; i + 1 < size; ++i) {
    const auto off = [size](std::size_t at) { return at * 2 > size ? at * 2 - size : size - at * 2; };
    if (mark[i] == ' ' && (best == std::string::npos || off(i) < off(best))) best = i;
  }
  if (best != std::string::npos) return {mark.substr(0, best), mark.substr(best + 1)};
  if (size < 2) return {mark};
  return {mark.substr(0, size / 2), mark.substr(size / 2)};
}

// Smaller characters and gaps until the widest row fits beside the band.
void make_it_fit(PlateDesign& design, double margin_mm) {
  const double band_mm = design.band ? design.band->width_mm : 0;
  double widest_mm = 0;
  for (const std::string& row : design.rows) widest_mm = std::max(widest_mm, row_width_mm(design, row));
  const double room_mm = design.size_mm.width - band_mm - 2 * margin_mm;
  if (widest_mm <= room_mm) return;
  const double factor = room_mm / widest_mm;
  design.cut.width_mm *= factor;
  design.cut.stroke_mm *= std::max(factor, 0.85);
  design.gap_mm *= factor;
  design.group_gap_mm *= factor;
}

// Wider gaps until the row takes all the room, as most of the continent's plates do.
void fill_the_row(PlateDesign& design, double margin_mm) {
  const double band_mm = design.band ? design.band->width_mm : 0;
  const std::string& row = design.rows.front();
  const double free_mm = design.size_mm.width - band_mm - 2 * margin_mm - row_width_mm(design, row);
  if (free_mm <= 0 || row.size() < 5) return;
  constexpr double kWidestGap_mm = 20;
  const double each_mm = free_mm / static_cast<double>(row.size() - 1);
  design.group_gap_mm += 2 * each_mm;
  design.gap_mm = std::min(design.gap_mm + each_mm, kWidestGap_mm);
}

cv::Scalar tinted(Chance& chance, double blue, double green, double red, double spread) {
  const double light = chance.between(-spread, spread);
  return {std::clamp(blue + light + chance.between(-6, 6), 0.0, 255.0),
          std::clamp(green + light + chance.between(-6, 6), 0.0, 255.0),
          std::clamp(red + light + chance.between(-6, 6), 0.0, 255.0)};
}

void choose_colours(Chance& chance, PlateDesign& design, bool continental) {
  const double kind = chance.share();
  design.ink = tinted(chance, 28, 28, 28, 24);
  if (kind < (continental ? 0.93 : 0.47)) {
    design.ground = tinted(chance, 225, 230, 230, 25);
  } else if (kind < 0.95) {
    design.ground = tinted(chance, 25, 180, 235, 22);
  } else {
    design.ground = tinted(chance, 30, 28, 28, 20);
    design.ink = tinted(chance, 205, 210, 210, 35);
  }
}

void choose_british_size(Chance& chance, PlateDesign& design, const std::string& mark, bool old) {
  const double kind = chance.share();
  if (kind < 0.72) {
    design.rows = {mark};
    if (old && chance.with(0.6)) design.cut.width_mm = 57;
    if (old && mark.size() < 7 && chance.with(0.2)) design.cut.height_mm = 89, design.cut.width_mm = 64;
    const double free_mm = row_width_mm(design, mark) + 2 * chance.between(11, 30);
    if (free_mm < 520 && chance.with(0.35))
      design.size_mm.width = free_mm + (design.band ? design.band->width_mm : 0);
  } else if (kind < 0.9) {
    design.rows = two_rows(mark);
    design.size_mm = chance.with(0.6) ? cv::Size2d(285, 203)
                                      : cv::Size2d(chance.between(250, 340), chance.between(160, 210));
    if (design.size_mm.height < 190) design.cut.height_mm *= 0.8, design.row_gap_mm = 10;
    if (chance.with(0.5)) design.row_gap_mm = chance.between(9, 19);
  } else {
    design.rows = two_rows(mark);
    design.cut.height_mm = 64, design.cut.width_mm = 44, design.cut.stroke_mm = 10;
    design.gap_mm = 10;
    design.group_gap_mm = 30;
    design.row_gap_mm = chance.between(10, 15);
    design.size_mm = chance.with(0.6) ? cv::Size2d(229, 178)
                                      : cv::Size2d(chance.between(180, 260), chance.between(152, 185));
  }
}

// About one plate in fifteen on the road breaks the rules; here more, so that they are learnt.
void break_the_rules(Chance& chance, PlateDesign& design) {
  if (chance.with(0.3)) design.group_gap_mm = design.gap_mm * chance.between(0.7, 2);
  if (chance.with(0.3)) design.gap_mm *= chance.between(0.45, 1.5);
  if (chance.with(0.3)) {
    for (std::string& row : design.rows) {
      row.erase(std::remove(row.begin(), row.end(), ' '), row.end());
      if (row.size() > 3)
        row.insert(static_cast<std::size_t>(chance.whole(1, static_cast<int>(row.size()) - 1)), 1, ' ');
    }
  }
  if (chance.with(0.2)) design.cut.slant = chance.between(-0.05, 0.2);
  if (chance.with(0.35)) design.cut.stroke_mm *= chance.between(0.6, 1.1);
  if (chance.with(0.3)) design.cut.width_mm *= chance.between(0.72, 1.1);
  if (chance.with(0.2)) design.cut.roundness = chance.between(0.3, 1.3);
  if (chance.with(0.4)) design.relief = static_cast<CharacterRelief>(chance.whole(1, 3));
}

std::string maker_name(Chance& chance) {
  constexpr std::array<std::string_view, 6> kWords = {"Motors", "BS AU 145e", "Plates",
                                                      "Garage", "Cars Ltd",   "01962 8400"};
  std::string name = several(chance, kLetters, chance.whole(2, 5));
  name += ' ';
  name += kWords[static_cast<std::size_t>(chance.one_of(static_cast<int>(kWords.size())))];
  if (chance.with(0.4)) {
    name += ' ';
    name += several(chance, kDigits, chance.whole(4, 9));
  }
  return name;
}

void add_fittings(Chance& chance, PlateDesign& design) {
  if (chance.with(0.45)) design.maker = maker_name(chance);
  if (!chance.with(0.4)) return;
  const double across_mm = design.size_mm.width;
  const double level_mm = design.size_mm.height * (chance.with(0.7) ? 0.5 : chance.between(0.1, 0.9));
  const double in_mm = chance.between(8, across_mm * 0.35);
  design.screws_mm = {{in_mm, level_mm}, {across_mm - in_mm, level_mm}};
  const double light = chance.between(10, 255);
  design.screw = chance.with(0.3) ? design.ground : cv::Scalar(light, light, light);
}

PlateBand random_band(Chance& chance, bool continental, const cv::Scalar& ground) {
  constexpr std::array<std::string_view, 8> kBritish = {"GB", "UK", "GB", "SCO", "CYM", "GBJ", "ENG", ""};
  constexpr std::array<std::string_view, 12> kOthers = {"SK", "SK", "CZ", "PL", "D", "F",
                                                        "I",  "A",  "H",  "NL", "E", "IRL"};
  PlateBand band;
  band.width_mm = chance.between(34, 52);
  band.text = continental ? kOthers[static_cast<std::size_t>(chance.one_of(12))]
                          : kBritish[static_cast<std::size_t>(chance.one_of(8))];
  const double kind = chance.share();
  if (kind < (continental ? 0.42 : 0.55)) {
    band.colour = tinted(chance, 165, 70, 10, 30);
  } else if (kind < (continental ? 0.97 : 0.75)) {
    band.colour = ground;
  } else {
    band.colour = tinted(chance, 60, 150, 40, 30);
  }
  const BandEmblem usual = band.colour[1] < 128 ? BandEmblem::stars : BandEmblem::shield;
  band.emblem = chance.with(0.85) ? usual : BandEmblem::none;
  band.shield = {chance.between(20, 190), chance.between(10, 110), chance.between(10, 200)};
  band.shield_mm = chance.between(22, 40);
  band.text_mm = chance.between(11, 22);
  return band;
}

PlateDesign british_plate(Chance& chance, const std::string& mark) {
  PlateDesign design;
  choose_colours(chance, design, false);
  if (chance.with(0.3)) design.band = random_band(chance, false, design.ground);
  const bool current = mark.size() == 8 && mark[4] == ' ';
  choose_british_size(chance, design, mark, !current);
  if (chance.with(0.35)) design.border = true;
  design.cut.stroke_mm *= chance.between(0.84, 1.04);
  design.cut.roundness = chance.between(0.8, 1.35);
  if (chance.with(0.25)) break_the_rules(chance, design);
  return design;
}

PlateDesign continental_plate(Chance& chance, const std::string& mark) {
  PlateDesign design;
  design.face = chance.with(0.85) ? PlateFace::continental : PlateFace::charles_wright;
  choose_colours(chance, design, true);
  if (chance.with(0.85)) design.band = random_band(chance, true, design.ground);
  design.cut.height_mm = chance.between(72, 80);
  design.cut.width_mm = chance.between(40, 48);
  design.cut.stroke_mm = chance.between(8, 12);
  design.cut.roundness = chance.between(0.8, 1.25);
  design.gap_mm = chance.between(6, 13);
  design.group_gap_mm = chance.between(24, 60);
  design.rows = {mark};
  if (chance.with(0.1)) {
    design.rows = two_rows(mark);
    design.size_mm = {chance.between(260, 340), chance.between(180, 210)};
  }
  design.seal = static_cast<PlateSeal>(chance.one_of(4));
  design.border = chance.with(0.75);
  if (chance.with(0.1)) break_the_rules(chance, design);
  if (design.rows.size() == 1 && chance.with(0.7)) fill_the_row(design, chance.between(5, 14));
  return design;
}

PlateDesign finished(Chance& chance, PlateDesign design) {
  make_it_fit(design, chance.between(8, 16));
  add_fittings(chance, design);
  if (design.rows.size() == 1) {
    design.offset_mm = {chance.bell() * 6, chance.bell() * 2.5};
  }
  return design;
}

}  // namespace

std::string random_mark(std::mt19937_64& rng) {
  Chance chance(rng);
  return chance.with(0.12) ? continental_mark(chance) : british_mark(chance);
}

PlateDesign random_plate(std::mt19937_64& rng) {
  Chance chance(rng);
  const bool continental = chance.with(0.15);
  return finished(chance, continental ? continental_plate(chance, continental_mark(chance))
                                      : british_plate(chance, british_mark(chance)));
}

PlateDesign random_plate(std::mt19937_64& rng, const std::string& mark, bool continental) {
  Chance chance(rng);
  return finished(chance, continental ? continental_plate(chance, mark) : british_plate(chance, mark));
}

}  // namespace nightjar
