#include "processing/ground/area.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace nightjar {
namespace {

/// Even-odd rule: how often a line due north of the place crosses the ring.
bool is_inside(const AreaRing& ring, const AreaCorner& place) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const AreaCorner& a = ring[i];
    const AreaCorner& b = ring[j];
    if ((a.longitude_deg > place.longitude_deg) == (b.longitude_deg > place.longitude_deg)) continue;
    const double along = (place.longitude_deg - a.longitude_deg) / (b.longitude_deg - a.longitude_deg);
    if (place.latitude_deg < a.latitude_deg + along * (b.latitude_deg - a.latitude_deg)) inside = !inside;
  }
  return inside;
}

bool is_inside(const AreaPolygon& polygon, const AreaCorner& place) {
  return is_inside(polygon.outer, place) &&
         std::none_of(polygon.holes.begin(), polygon.holes.end(),
                      [&](const AreaRing& hole) { return is_inside(hole, place); });
}

/// The place and eight on a circle about it.
std::array<AreaCorner, 9> places_about(double latitude_deg, double longitude_deg, double radius_m) {
  constexpr double kMetresPerDegree = 111'320;
  const double parallel = std::max(0.01, std::cos(latitude_deg * std::numbers::pi / 180));
  std::array<AreaCorner, 9> places;
  places[0] = {latitude_deg, longitude_deg};
  for (std::size_t i = 1; i < places.size(); ++i) {
    const double angle = static_cast<double>(i) * std::numbers::pi / 4;
    places.at(i) = {latitude_deg + radius_m * std::cos(angle) / kMetresPerDegree,
                    longitude_deg + radius_m * std::sin(angle) / (kMetresPerDegree * parallel)};
  }
  return places;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

AreaMap::AreaMap(std::vector<Area> areas) : areas_(std::move(areas)) {
  for (const Area& area : areas_) {
    Bounds& bounds = bounds_.emplace_back();
    for (const AreaPolygon& polygon : area.polygons) {
      for (const AreaCorner& corner : polygon.outer) {
        bounds.south = std::min(bounds.south, corner.latitude_deg);
        bounds.north = std::max(bounds.north, corner.latitude_deg);
        bounds.west = std::min(bounds.west, corner.longitude_deg);
        bounds.east = std::max(bounds.east, corner.longitude_deg);
      }
    }
  }
}

bool AreaMap::holds(std::size_t area, const AreaCorner& place) const {
  const Bounds& bounds = bounds_[area];
  if (!(place.latitude_deg >= bounds.south && place.latitude_deg <= bounds.north &&
        place.longitude_deg >= bounds.west && place.longitude_deg <= bounds.east))
    return false;
  const auto& polygons = areas_[area].polygons;
  return std::any_of(polygons.begin(), polygons.end(),
                     [&](const AreaPolygon& polygon) { return is_inside(polygon, place); });
}

std::vector<std::string> AreaMap::names_at(double latitude_deg, double longitude_deg) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < areas_.size(); ++i)
    if (holds(i, {latitude_deg, longitude_deg})) add_once(names, areas_[i].name);
  return names;
}

std::vector<std::string> AreaMap::names_near(double latitude_deg, double longitude_deg,
                                             double radius_m) const {
  const auto places = places_about(latitude_deg, longitude_deg, radius_m);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < areas_.size(); ++i)
    if (std::any_of(places.begin(), places.end(), [&](const AreaCorner& p) { return holds(i, p); }))
      add_once(names, areas_[i].name);
  return names;
}

std::vector<std::string> AreaMap::names_around(double latitude_deg, double longitude_deg,
                                               double radius_m) const {
  const auto places = places_about(latitude_deg, longitude_deg, radius_m);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < areas_.size(); ++i)
    if (std::all_of(places.begin(), places.end(), [&](const AreaCorner& p) { return holds(i, p); }))
      add_once(names, areas_[i].name);
  return names;
}

}  // namespace nightjar
