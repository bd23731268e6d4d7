#include "config/area_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace nightjar {
namespace {

using nlohmann::json;

constexpr std::size_t kMostErrors = 50;

/// A mistake in one feature: the key and what is wrong there.
struct AreaMistake : std::runtime_error {
  AreaMistake(std::string where, const std::string& what) : std::runtime_error(what), key(std::move(where)) {}
  std::string key;
};

/// The line on which each item of the array `features` begins: the parser keeps none.
std::vector<std::size_t> feature_lines(std::string_view bytes) {
  std::vector<std::size_t> lines;
  std::size_t line = 1, depth = 0;
  bool in_text = false, wanted = false;
  std::string key, text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c == '\n') ++line;
    if (in_text) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_text = false;
      } else {
        text += c;
      }
      continue;
    }
    if (c == '"') in_text = true, text.clear();
    if (c == ':' && depth == 1) key = text;
    if (c == '{' && wanted && depth == 2) lines.push_back(line);
    if (c == '[' && depth == 1) wanted = key == "features";
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
  }
  return lines;
}

std::string brief(const json& value) {
  std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > 40) text = text.substr(0, 40) + "...";
  return text;
}

const json& member(const json& object, const char* name, const std::string& where) {
  const auto found = object.find(name);
  if (found == object.end()) throw AreaMistake(where + "." + name, "missing");
  return *found;
}

AreaCorner corner_of(const json& position, const std::string& where) {
  const bool pair =
      position.is_array() && position.size() >= 2 && position[0].is_number() && position[1].is_number();
  const double longitude = pair ? position[0].get<double>() : 1000;
  const double latitude = pair ? position[1].get<double>() : 1000;
  if (!(std::abs(longitude) <= 180 && std::abs(latitude) <= 90))
    throw AreaMistake(where,
                      fmt::format("found {}, expected [longitude, latitude] in degrees", brief(position)));
  return {latitude, longitude};
}

double twice_the_area(const AreaRing& ring) {
  double sum = 0;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
    sum += (ring[j].longitude_deg - ring[0].longitude_deg) * (ring[i].latitude_deg - ring[0].latitude_deg) -
           (ring[i].longitude_deg - ring[0].longitude_deg) * (ring[j].latitude_deg - ring[0].latitude_deg);
  return std::abs(sum);
}

AreaRing ring_of(const json& positions, const std::string& where) {
  if (!positions.is_array() || positions.size() < 4)
    throw AreaMistake(where,
                      fmt::format("found {}, expected a ring of at least four positions", brief(positions)));
  AreaRing ring;
  for (std::size_t i = 0; i < positions.size(); ++i)
    ring.push_back(corner_of(positions[i], fmt::format("{}[{}]", where, i)));
  const AreaCorner& first = ring.front();
  const AreaCorner& last = ring.back();
  if (first.latitude_deg != last.latitude_deg || first.longitude_deg != last.longitude_deg)
    throw AreaMistake(where, "the ring is open, expected its last position to be its first");
  ring.pop_back();
  for (std::size_t i = 0; i < ring.size(); ++i)
    if (std::abs(ring[i].longitude_deg - ring[(i + 1) % ring.size()].longitude_deg) > 180)
      throw AreaMistake(where, "a side crosses the date line, expected two polygons, one on each side");
  if (!(twice_the_area(ring) > 0))
    throw AreaMistake(where, "its positions lie on one line, expected an area");
  return ring;
}

AreaPolygon polygon_of(const json& rings, const std::string& where) {
  if (!rings.is_array() || rings.empty())
    throw AreaMistake(where, fmt::format("found {}, expected a list of rings", brief(rings)));
  AreaPolygon polygon;
  for (std::size_t i = 0; i < rings.size(); ++i) {
    AreaRing ring = ring_of(rings[i], fmt::format("{}[{}]", where, i));
    if (i == 0) {
      polygon.outer = std::move(ring);
    } else {
      polygon.holes.push_back(std::move(ring));
    }
  }
  return polygon;
}

Area area_of(const json& feature, const std::string& where) {
  if (!feature.is_object() || feature.value("type", json()) != "Feature")
    throw AreaMistake(where, fmt::format("found {}, expected a Feature", brief(feature)));
  const json& properties = member(feature, "properties", where);
  const json name = properties.is_object() ? properties.value("name", json()) : json();
  if (!name.is_string() || name.get<std::string>().empty())
    throw AreaMistake(where + ".properties.name",
                      fmt::format("found {}, expected the area's name", brief(name)));
  Area area{name.get<std::string>(), {}};
  if (area.name.size() > 200)
    throw AreaMistake(where + ".properties.name", "longer than 200 characters, expected a name");
  const json& geometry = member(feature, "geometry", where);
  const std::string at = where + ".geometry";
  const json type = geometry.is_object() ? geometry.value("type", json()) : json();
  if (type != "Polygon" && type != "MultiPolygon")
    throw AreaMistake(at + ".type", fmt::format("found {}, expected Polygon or MultiPolygon", brief(type)));
  const json& coordinates = member(geometry, "coordinates", at);
  if (type == "Polygon") {
    area.polygons.push_back(polygon_of(coordinates, at + ".coordinates"));
    return area;
  }
  if (!coordinates.is_array() || coordinates.empty())
    throw AreaMistake(at + ".coordinates", "no polygon, expected at least one");
  for (std::size_t i = 0; i < coordinates.size(); ++i)
    area.polygons.push_back(polygon_of(coordinates[i], fmt::format("{}.coordinates[{}]", at, i)));
  return area;
}

void add(std::vector<Area>& areas, Area area) {
  const auto same =
      std::find_if(areas.begin(), areas.end(), [&](const Area& a) { return a.name == area.name; });
  if (same == areas.end()) {
    areas.push_back(std::move(area));
  } else {
    std::move(area.polygons.begin(), area.polygons.end(), std::back_inserter(same->polygons));
  }
}

}  // namespace

AreaFileRead parse_areas(std::string_view bytes, const std::string& name) {
  AreaFileRead read;
  json root;
  try {
    root = json::parse(bytes);
  } catch (const json::parse_error& error) {
    const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, bytes.size()));
    read.errors.push_back(
        fmt::format("{}:{}: not JSON, expected GeoJSON", name, 1 + std::count(bytes.begin(), end, '\n')));
    return read;
  }
  const json features = root.is_object() && root.value("type", json()) == "FeatureCollection"
                            ? root.value("features", json())
                            : json();
  if (!features.is_array()) {
    read.errors.push_back(fmt::format("{}:1: type: expected a FeatureCollection with its features", name));
    return read;
  }
  const auto lines = feature_lines(bytes);
  for (std::size_t i = 0; i < features.size() && read.errors.size() < kMostErrors; ++i) {
    try {
      add(read.areas, area_of(features[i], fmt::format("features[{}]", i)));
    } catch (const AreaMistake& mistake) {
      read.errors.push_back(
          fmt::format("{}:{}: {}: {}", name, i < lines.size() ? lines[i] : 1, mistake.key, mistake.what()));
    }
  }
  return read;
}

AreaFileRead read_area_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  if (!stream || !std::filesystem::is_regular_file(file)) return {{}, {file.string() + ": cannot be read"}};
  bytes << stream.rdbuf();
  return parse_areas(bytes.str(), file.string());
}

}  // namespace nightjar
