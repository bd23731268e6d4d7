#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "processing/ground/height_grid.hpp"

namespace nightjar {

/// What the heights of a terrain file count from.
enum class HeightDatum {
  as_stated,       ///< by the file's reference system; mean sea level where it says nothing
  mean_sea_level,  ///< whatever the file says (EGM96)
  ellipsoid,       ///< whatever the file says (WGS84)
};

struct TerrainOptions {
  HeightDatum datum = HeightDatum::as_stated;
  std::size_t cache_mib = 64;  ///< of the file, in memory
};

/// Heights of the ground from an elevation file, above the WGS84 ellipsoid. For one thread.
class Terrain {
 public:
  /// A GeoTIFF or an ASC grid of one band. Throws std::runtime_error: one line that begins with the file.
  explicit Terrain(const std::filesystem::path& file, const TerrainOptions& options = {});
  ~Terrain();
  Terrain(const Terrain&) = delete;
  Terrain& operator=(const Terrain&) = delete;

  /// Bilinear between the middles of the cells; nullopt: beside a hole, outside of the model, not finite.
  [[nodiscard]] std::optional<double> height_m(double latitude_deg, double longitude_deg) const;

  /// What was assumed about the heights, a line each.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

  /// A place in the grid, and how far its heights' datum lies above the ellipsoid there.
  struct Foot {
    GridPlace place;
    double datum_m = 0;
  };
  /// nullopt where the file's system has no such place; the foot may lie outside of the grid.
  [[nodiscard]] std::optional<Foot> foot_of(double latitude_deg, double longitude_deg) const;
  [[nodiscard]] const HeightGrid& grid() const { return grid_; }
  /// Columns once around the earth, where the file counts in longitudes; else infinite.
  [[nodiscard]] double columns_around() const;

 private:
  struct Transformation;

  HeightGrid grid_;
  std::unique_ptr<Transformation> to_wgs84_;
  std::vector<std::string> notes_;
};

}  // namespace nightjar
