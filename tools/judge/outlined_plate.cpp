#include "tools/judge/outlined_plate.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "tools/simulate/chance.hpp"

namespace nightjar {
namespace {

Reflectance grey(double level, double infra_red) {
  const auto l = static_cast<float>(level);
  return {l, l, l, static_cast<float>(infra_red)};
}

std::vector<std::string> halves(const std::string& mark) {
  const std::size_t space = mark.find(' ');
  if (space != std::string::npos) return {mark.substr(0, space), mark.substr(space + 1)};
  if (mark.size() < 4) return {mark};
  return {mark.substr(0, mark.size() / 2), mark.substr(mark.size() / 2)};
}

void colour(Chance& lots, OutlinedPlate& plate, bool continental) {
  const double kind = lots.share();
  const double white = lots.between(0.6, 0.85);
  plate.paper = grey(white, lots.between(0.8, 1.1));
  plate.ink = grey(lots.between(0.015, 0.06), lots.between(0.03, 0.1));
  if (!continental && kind > 0.5 && kind < 0.95) {
    plate.paper = {static_cast<float>(lots.between(0.01, 0.08)), static_cast<float>(lots.between(0.38, 0.58)),
                   static_cast<float>(lots.between(0.65, 0.85)),
                   static_cast<float>(lots.between(0.75, 1.05))};
  } else if (kind >= 0.95) {  // of a vehicle over forty years old: silver on black, without retroreflection
    plate.paper = grey(lots.between(0.012, 0.03), 0.03);
    plate.ink = grey(lots.between(0.45, 0.75), lots.between(0.2, 0.4));
  }
}

void strip(Chance& lots, OutlinedPlate& plate, bool continental) {
  constexpr std::array<std::string_view, 6> kAbroad = {"SK", "CZ", "D", "PL", "F", "NL"};
  constexpr std::array<std::string_view, 4> kHome = {"GB", "UK", "GB", "UK"};
  if (!lots.with(continental ? 0.9 : 0.35)) return;
  plate.strip.width_mm = lots.between(36, 50);
  plate.strip.text = continental ? kAbroad.at(static_cast<std::size_t>(lots.one_of(6)))
                                 : kHome.at(static_cast<std::size_t>(lots.one_of(4)));
  const double kind = lots.share();
  if (!continental && kind > 0.6) {  // an electric vehicle's
    plate.strip.colour = {0.06F, 0.35F, 0.08F, 0.4F};
    if (lots.with(0.5)) plate.strip.text.clear();
  } else if (continental && kind > 0.5) {  // a coat of arms on the paper itself
    plate.strip.colour = plate.paper;
    plate.strip.ink = plate.ink;
    plate.strip.shield = true;
    plate.strip.width_mm = lots.between(26, 36);
    return;
  }
  plate.strip.stars = lots.with(0.6);
}

void size_british(Chance& lots, OutlinedPlate& plate, const std::string& mark) {
  const double kind = lots.share();
  if (kind < 0.78) {
    plate.rows = {mark};
  } else if (kind < 0.9) {
    plate.rows = halves(mark);
    plate.size_mm = {285, 203};
    plate.row_gap_mm = lots.between(13, 19);
  } else {  // a motorcycle
    plate.rows = halves(mark);
    plate.size_mm = {lots.between(200, 235), lots.between(160, 180)};
    plate.height_mm = 64;
    plate.narrow = 44.0 / 50 * 79 / 64;
    plate.bolder_mm = -0.7;
    plate.gap_mm = 10;
    plate.group_gap_mm = 30;
    plate.row_gap_mm = 13;
  }
  if (plate.rows.size() == 1 && lots.with(0.25)) {  // cut to the mark's own length
    plate.size_mm.width =
        std::min(520.0, row_length_mm(plate, mark) + plate.strip.width_mm + 2 * lots.between(11, 22));
  }
}

void size_continental(Chance& lots, OutlinedPlate& plate, const std::string& mark) {
  plate.face = lots.with(0.9) ? OutlineFace::continental : OutlineFace::mandatory;
  plate.height_mm = lots.between(74, 79);
  plate.gap_mm = lots.between(8, 14);
  plate.group_gap_mm = lots.between(24, 52);
  plate.row_gap_mm = 12;
  plate.bolder_mm = lots.between(-0.5, 0.9);
  plate.rows = {mark};
  if (lots.with(0.08)) {
    plate.rows = halves(mark);
    plate.size_mm = {lots.between(280, 340), lots.between(190, 205)};
  }
  plate.group_mark = static_cast<GroupMark>(lots.one_of(4));
  plate.build = lots.with(0.8) ? CharacterBuild::embossed : CharacterBuild::printed;
  plate.border = lots.with(0.8);
}

// What about one keeper in fifteen does.
void tamper(Chance& lots, OutlinedPlate& plate) {
  switch (lots.one_of(5)) {
    case 0:
      plate.group_gap_mm = plate.gap_mm;
      break;
    case 1: {
      const auto closed = std::remove(plate.rows[0].begin(), plate.rows[0].end(), ' ');
      plate.rows[0].erase(closed, plate.rows[0].end());
      if (plate.rows[0].size() > 4)
        plate.rows[0].insert(
            static_cast<std::size_t>(lots.whole(2, static_cast<int>(plate.rows[0].size()) - 2)), 1, ' ');
      break;
    }
    case 2:
      plate.lean = lots.between(0.1, 0.22);
      break;
    case 3:
      plate.bolder_mm -= lots.between(1, 2.6);
      break;
    default:
      plate.narrow *= lots.between(0.78, 0.92);
      plate.gap_mm *= 0.7;
      break;
  }
}

void fit(OutlinedPlate& plate) {
  constexpr double kMargin_mm = 9;
  double longest_mm = 0;
  for (const std::string& row : plate.rows) longest_mm = std::max(longest_mm, row_length_mm(plate, row));
  const double room_mm = plate.size_mm.width - plate.strip.width_mm - 2 * kMargin_mm;
  if (longest_mm <= room_mm) return;
  const double factor = room_mm / longest_mm;
  plate.narrow *= factor;
  plate.gap_mm *= factor;
  plate.group_gap_mm *= factor;
}

void fittings(Chance& lots, OutlinedPlate& plate) {
  constexpr std::array<std::string_view, 5> kSuppliers = {
      "NEWTOWN CARS 01730 26110", "BSAU145E PLATES LTD", "HARBOUR MOTORS", "SOUTHDOWN", "A B JONES AND SONS"};
  if (lots.with(0.5)) plate.supplier = kSuppliers.at(static_cast<std::size_t>(lots.one_of(5)));
  if (lots.with(0.35)) {
    const double in_mm = plate.strip.width_mm + lots.between(8, plate.size_mm.width * 0.3);
    const double level_mm = plate.size_mm.height * (lots.with(0.6) ? 0.5 : lots.between(0.12, 0.88));
    plate.screws_mm = {{in_mm, level_mm}, {plate.size_mm.width - in_mm, level_mm}};
    plate.screw_tone = lots.with(0.4) ? static_cast<double>(plate.paper[1]) : lots.between(0.02, 0.8);
  }
  if (lots.with(0.22)) plate.dirt = lots.between(0.15, lots.with(0.25) ? 0.75 : 0.45);
}

}  // namespace

OutlinedPlate outlined_plate(std::mt19937_64& rng, const std::string& mark, bool continental) {
  Chance lots(rng);
  OutlinedPlate plate;
  plate.dirt_seed = rng();
  plate.bend = {lots.between(0.75, 1.15), lots.between(0.52, 0.72)};
  plate.bolder_mm = lots.between(-0.9, 0.5);
  plate.light_deg = lots.between(0, 360);
  plate.thick_mm = lots.between(2.5, 5.5);
  colour(lots, plate, continental);
  strip(lots, plate, continental);
  if (continental) {
    size_continental(lots, plate, mark);
  } else {
    size_british(lots, plate, mark);
    const double build = lots.share();
    if (build < 0.1)
      plate.build = CharacterBuild::acrylic;
    else if (build < 0.15)
      plate.build = CharacterBuild::gel;
    else if (build < 0.19)
      plate.build = CharacterBuild::two_tone;
    else if (build < 0.25)
      plate.build = CharacterBuild::embossed;
    plate.border = lots.with(0.4);
    if (lots.with(0.08)) tamper(lots, plate);
  }
  fit(plate);
  fittings(lots, plate);
  plate.shift_mm = {lots.bell() * 3.5, lots.bell() * 1.8};
  return plate;
}

}  // namespace nightjar
