#include "tools/simulate/lane/road_mark.hpp"

#include <array>
#include <string_view>

#include "processing/anpr/registration_mark.hpp"
#include "tools/simulate/chance.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kArea = "ABCDEFGHJKLMNOPRSTUVWXY";
constexpr std::string_view kLast = "ABCDEFGHJKLMNOPRSTUVWXYZ";
constexpr std::string_view kYear = "ABCDEFGHJKLMNPRSTVWXY";

std::string several(Chance& chance, std::string_view from, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += chance.symbol(from);
  return text;
}

/// Small numbers were made as often as large ones were: cherished marks have them.
std::string number(Chance& chance, int largest) {
  return std::to_string(chance.with(0.25) ? chance.whole(1, 99) : chance.whole(1, largest));
}

std::string current(Chance& chance) {
  std::string mark = several(chance, kArea, 2);
  const int year = chance.whole(2, 26);
  const int age = year > 2 && chance.with(0.5) ? year + 49 : year;
  return mark + std::to_string(100 + age).substr(1) + " " + several(chance, kLast, 3);
}

std::string dateless(Chance& chance) {
  if (chance.with(0.5)) return several(chance, kArea, chance.whole(1, 3)) + " " + number(chance, 999);
  return number(chance, 999) + " " + several(chance, kArea, chance.whole(1, 3));
}

std::string northern_irish(Chance& chance) {
  std::string letters = several(chance, kArea, 1) + (chance.with(0.7) ? "I" : "Z");
  if (chance.with(0.9)) letters = several(chance, kArea, 1) + letters;
  return letters + " " + std::to_string(chance.whole(10, 9999));
}

RoadMark foreign(Chance& chance) {
  switch (chance.one_of(6)) {
    case 0:
      return {several(chance, kLast, 2) + " " + several(chance, kDigits, 3) + " " + several(chance, kLast, 2),
              RoadMarkKind::foreign, "F"};
    case 1:
      return {several(chance, kArea, chance.whole(1, 3)) + " " + several(chance, kArea, 2) +
                  std::to_string(chance.whole(10, 9999)),
              RoadMarkKind::foreign, "D"};
    case 2:
      return {several(chance, kArea, chance.whole(2, 3)) + " " + several(chance, kDigits, 5),
              RoadMarkKind::foreign, "PL"};
    case 3:
      return {several(chance, kDigits, 4) + " " + several(chance, "BCDFGHJKLMNPRSTVWXYZ", 3),
              RoadMarkKind::foreign, "E"};
    case 4:
      return {several(chance, "B", 1) + " " + several(chance, kDigits, 2) + " " + several(chance, kArea, 3),
              RoadMarkKind::foreign, "RO"};
    default:
      return {std::to_string(chance.whole(13, 26)) + (chance.with(0.5) ? "1 " : "2 ") +
                  chance.symbol("CDKGW") + " " + std::to_string(chance.whole(100, 39999)),
              RoadMarkKind::foreign, "IRL"};
  }
}

RoadMark any(Chance& chance) {
  const double form = chance.share();
  if (form < 0.82) return {current(chance), RoadMarkKind::current, ""};
  if (form < 0.89)
    return {several(chance, kYear, 1) + number(chance, 999) + " " + several(chance, kArea, 3),
            RoadMarkKind::prefix, ""};
  if (form < 0.91)
    return {several(chance, kArea, 3) + " " + number(chance, 999) + several(chance, kYear, 1),
            RoadMarkKind::suffix, ""};
  if (form < 0.935) return {dateless(chance), RoadMarkKind::dateless, ""};
  if (form < 0.96) return {northern_irish(chance), RoadMarkKind::northern_ireland, ""};
  if (form < 0.965)
    return {several(chance, kDigits, 3) + " " + chance.symbol("DX") + " " + several(chance, kDigits, 3),
            RoadMarkKind::diplomatic, ""};
  return foreign(chance);
}

}  // namespace

RoadMark RoadMarks::next() {
  Chance chance(rng_);
  RoadMark mark;
  do mark = any(chance);
  while (bare_mark(mark.written).size() < 3 || !taken_.insert(folded_mark(mark.written)).second);
  return mark;
}

}  // namespace nightjar
