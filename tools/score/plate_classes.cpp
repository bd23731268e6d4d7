#include "tools/score/plate_classes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace nightjar {
namespace {

constexpr const char* kNotStated = "not stated";
constexpr double kLast = 1e9;
constexpr std::array<std::string_view, 9> kOrder = {"light",   "weather", "plate width", "lines", "style",
                                                    "vehicle", "speed",   "direction",   "feed"};

/// "under 60 px", "60 to 79 px", "180 px and more".
template <std::size_t N>
std::string band(const std::array<int, N>& edges, double value, const char* unit) {
  std::size_t at = 0;
  while (at < N && value >= edges.at(at)) ++at;
  if (at == N) return fmt::format("{} {} and more", edges.back(), unit);
  if (at == 0) return fmt::format("under {} {}", edges.front(), unit);
  return fmt::format("{} to {} {}", edges.at(at - 1), edges.at(at) - 1, unit);
}

std::string width_band(const std::optional<double>& width_px) {
  // At 100 px a stroke of a character is 2.7 px wide.
  static constexpr std::array<int, 5> kEdges{60, 80, 100, 130, 180};
  return width_px ? band(kEdges, *width_px, "px") : kNotStated;
}

std::string speed_band(const PlateTruth& truth) {
  static constexpr std::array<int, 4> kEdges{30, 40, 50, 60};
  if (truth.parked) return "parked";
  return truth.speed_mph ? band(kEdges, *truth.speed_mph, "mph") : kNotStated;
}

std::string lines_word(const std::optional<int>& lines) {
  return lines ? fmt::format("{} {}", *lines, *lines == 1 ? "line" : "lines") : kNotStated;
}

const char* direction_word(Direction direction) {
  return direction == Direction::towards ? "towards" : direction == Direction::away ? "away" : kNotStated;
}

bool always_shown(std::string_view by) {
  return by == "light" || by == "plate width" || by == "direction" || by == "feed";
}

std::size_t order_of(std::string_view by) {
  return static_cast<std::size_t>(std::find(kOrder.begin(), kOrder.end(), by) - kOrder.begin());
}

}  // namespace

void PlateClasses::add(const PlateTruth& truth, bool captured, bool correct) {
  const auto put = [&](const char* by, const std::string& name, double rank) {
    Ranked& entry = classes_.try_emplace({by, name}, Ranked{{by, name, {}, {}}, rank}).first->second;
    entry.value.captured.add(captured);
    entry.value.correct.add(correct);
    entry.rank = std::min(entry.rank, rank);
  };
  put("light", truth.light.value_or(kNotStated), 0);
  put("weather", truth.weather.value_or(kNotStated), 0);
  put("plate width", width_band(truth.width_px), truth.width_px.value_or(kLast));
  put("lines", lines_word(truth.lines), truth.lines ? *truth.lines : kLast);
  put("style", truth.style.value_or(kNotStated), 0);
  put("vehicle", truth.vehicle.value_or(kNotStated), 0);
  put("speed", speed_band(truth), truth.parked ? -1 : truth.speed_mph.value_or(kLast));
  put("direction", direction_word(truth.direction), 0);
  put("feed", truth.feed, 0);
}

std::vector<PlateClass> PlateClasses::by_division() const {
  std::map<std::string, int> names;
  for (const auto& [key, entry] : classes_) ++names[key.first];
  std::vector<const Ranked*> ranked;
  for (const auto& [key, entry] : classes_)
    if (always_shown(key.first) || names[key.first] > 1 || key.second != kNotStated) ranked.push_back(&entry);
  std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked* a, const Ranked* b) {
    return std::pair(order_of(a->value.by), a->rank) < std::pair(order_of(b->value.by), b->rank);
  });
  std::vector<PlateClass> classes;
  classes.reserve(ranked.size());
  for (const Ranked* entry : ranked) classes.push_back(entry->value);
  return classes;
}

}  // namespace nightjar
