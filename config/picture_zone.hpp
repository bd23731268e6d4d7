#pragma once

#include <vector>

#include "config/table_reader.hpp"

namespace nightjar {

/// A place in a picture whatever its size: parts of its width and height, 0 to 1, from the top left.
struct PicturePoint {
  double x = 0;
  double y = 0;
};

/// The corners of an area of the picture in order; the last joins the first. At least three, sides never
/// cross.
using PictureZone = std::vector<PicturePoint>;

/// The zones of a key such as `[[[0.0, 0.1], [0.3, 0.1], [0.3, 0.4]]]`; a zone that is wrong is a fault at
/// its line and left out.
[[nodiscard]] std::vector<PictureZone> read_picture_zones(TableReader& reader, std::string_view key);

}  // namespace nightjar
