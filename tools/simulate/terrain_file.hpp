#pragma once

#include <filesystem>

#include "tools/simulate/drone/hills.hpp"

namespace nightjar {

/// Writes the flight's ground as a GeoTIFF of one band, 32-bit floats: heights above the WGS84 ellipsoid in
/// geographic coordinates (EPSG:4979), about 2.8 m from point to point. Throws std::runtime_error.
void write_terrain(const std::filesystem::path& file, const Hills& hills);

}  // namespace nightjar
