#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace nightjar {

/// A point of a grid of heights: column and row, the middle of the first cell at (0, 0).
struct GridPlace {
  double column = 0, row = 0;
};

/// The heights of a GeoTIFF or ASC file as it states them, in metres, read tile by tile when asked for.
/// For one thread.
class HeightGrid {
 public:
  /// Keeps about `cache_mib` of it in memory. Throws std::runtime_error: one line that begins with the file.
  HeightGrid(const std::filesystem::path& file, std::size_t cache_mib);
  ~HeightGrid();
  HeightGrid(const HeightGrid&) = delete;
  HeightGrid& operator=(const HeightGrid&) = delete;

  [[nodiscard]] int columns() const;
  [[nodiscard]] int rows() const;
  /// Coordinate reference system as WKT; never empty. The second is its horizontal part alone.
  [[nodiscard]] const std::string& wkt() const;
  [[nodiscard]] const std::string& horizontal_wkt() const;

  [[nodiscard]] GridPlace place_of(double x, double y) const;
  /// x (or longitude) and y (or latitude) in the file's system.
  struct Position {
    double x = 0, y = 0;
  };
  [[nodiscard]] Position position_of(const GridPlace& place) const;

  /// NaN: a hole, outside of the grid, or not a height on land.
  [[nodiscard]] float at(int column, int row) const;

  /// Lowest and highest height of the whole grid; nothing: it has none, or is too large to look through.
  struct Span {
    double lowest_m = 0, highest_m = 0;
  };
  [[nodiscard]] std::optional<Span> span() const;

 private:
  struct Raster;
  std::unique_ptr<Raster> raster_;
};

}  // namespace nightjar
