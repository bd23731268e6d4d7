#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "processing/ground/area.hpp"

namespace nightjar {

/// What an area file holds, and everything that is wrong with it.
struct AreaFileRead {
  std::vector<Area> areas;          ///< in the file's order; features of one name are one area
  std::vector<std::string> errors;  ///< `FILE:LINE: key: what was found, what was expected`
};

/// GeoJSON (RFC 7946): a FeatureCollection of Polygons and MultiPolygons, each with a property `name`.
/// Coordinates are longitude and latitude, WGS84. Nothing is repaired: rings are closed, and a polygon over
/// the date line is written as two. A file that cannot be read is an error in the result.
[[nodiscard]] AreaFileRead read_area_file(const std::filesystem::path& file);

/// The same of bytes; errors begin with `name`.
[[nodiscard]] AreaFileRead parse_areas(std::string_view bytes, const std::string& name);

}  // namespace nightjar
