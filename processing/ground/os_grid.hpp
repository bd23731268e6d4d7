#pragma once

#include <memory>
#include <optional>
#include <string>

namespace nightjar {

/// How WGS84 becomes OSGB36 here.
enum class OsGridMethod {
  ostn15,   ///< Ordnance Survey's grid file is installed: 0.1 m
  helmert,  ///< seven parameters (EPSG:1314), Debian has no more: 2 m stated, 5 m at worst
};

struct OsGridPoint {
  double easting_m = 0;
  double northing_m = 0;
};

/// Ordnance Survey grid references from WGS84. Owns a PROJ context: used by one thread.
class OsGrid {
 public:
  OsGrid();
  ~OsGrid();
  OsGrid(OsGrid&&) noexcept;
  OsGrid& operator=(OsGrid&&) noexcept;

  [[nodiscard]] OsGridMethod method() const;

  /// nullopt outside Great Britain and its waters (grid 0-700 km east, 0-1300 km north) and for what is not
  /// a position.
  [[nodiscard]] std::optional<OsGridPoint> point(double latitude_deg, double longitude_deg) const;

  /// To the metre, cut off as grid references are: "SU 12345 67890".
  [[nodiscard]] std::optional<std::string> reference(double latitude_deg, double longitude_deg) const;

 private:
  struct Projection;
  std::unique_ptr<Projection> projection_;
};

/// reference() with an OsGrid of the calling thread's own.
[[nodiscard]] std::optional<std::string> os_grid(double latitude_deg, double longitude_deg);

}  // namespace nightjar
