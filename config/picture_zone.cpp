#include "config/picture_zone.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace nightjar {
namespace {

constexpr std::string_view kZones =
    "polygons of at least three points [x, y], parts of the picture from 0 to 1";

std::optional<double> share_of(const Setting& setting) {
  double share = -1;
  if (const auto* number = std::get_if<double>(&setting.value)) share = *number;
  if (const auto* whole = std::get_if<std::int64_t>(&setting.value)) share = static_cast<double>(*whole);
  if (share >= 0 && share <= 1) return share;  // false for NaN
  return std::nullopt;
}

std::optional<PicturePoint> point_of(const Setting& setting) {
  const auto* pair = std::get_if<SettingArray>(&setting.value);
  if (pair == nullptr || pair->items.size() != 2) return std::nullopt;
  const auto x = share_of(pair->items[0]);
  const auto y = share_of(pair->items[1]);
  if (!x || !y) return std::nullopt;
  return PicturePoint{*x, *y};
}

/// Twice the area of the triangle, positive where the turn is clockwise on the screen.
double turn(const PicturePoint& a, const PicturePoint& b, const PicturePoint& c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

bool cross(const PicturePoint& a, const PicturePoint& b, const PicturePoint& c, const PicturePoint& d) {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

bool sides_cross(const PictureZone& zone) {
  const std::size_t n = zone.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 2; j < n; ++j)
      if (cross(zone[i], zone[(i + 1) % n], zone[j], zone[(j + 1) % n])) return true;
  return false;
}

double area(const PictureZone& zone) {
  double twice = 0;
  for (std::size_t i = 1; i + 1 < zone.size(); ++i) twice += turn(zone[0], zone[i], zone[i + 1]);
  return std::abs(twice) / 2;
}

/// What is wrong with the zone; nothing where it stands.
std::optional<std::string> fault_of(const Setting& setting, PictureZone& zone) {
  const auto* points = std::get_if<SettingArray>(&setting.value);
  if (points == nullptr) return "something that is no list of points";
  for (std::size_t i = 0; i < points->items.size(); ++i) {
    const auto point = point_of(points->items[i]);
    if (!point) return fmt::format("point {}, not two numbers from 0 to 1", i + 1);
    zone.push_back(*point);
  }
  if (zone.size() < 3) return fmt::format("{} points", zone.size());
  if (sides_cross(zone)) return "sides that cross each other";
  if (!(area(zone) > 0)) return "points on one line";
  return std::nullopt;
}

}  // namespace

std::vector<PictureZone> read_picture_zones(TableReader& reader, std::string_view key) {
  std::vector<PictureZone> zones;
  const auto items = reader.array(key, kZones);
  for (std::size_t i = 0; i < items.size(); ++i) {
    PictureZone zone;
    if (const auto fault = fault_of(items[i], zone)) {
      reader.refuse_item(items[i], key,
                         fmt::format("found {} in zone {}, expected {}", *fault, i + 1, kZones));
    } else {
      zones.push_back(std::move(zone));
    }
  }
  return zones;
}

}  // namespace nightjar
