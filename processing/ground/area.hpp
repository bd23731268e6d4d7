#pragma once

#include <string>
#include <vector>

namespace nightjar {

/// A corner of an area, WGS84.
struct AreaCorner {
  double latitude_deg = 0;
  double longitude_deg = 0;  ///< -180 to 180
};

/// The corners in order; the last is joined to the first.
using AreaRing = std::vector<AreaCorner>;

struct AreaPolygon {
  AreaRing outer;
  std::vector<AreaRing> holes;
};

/// A beat, a field, an estate: a named part of the ground.
struct Area {
  std::string name;
  std::vector<AreaPolygon> polygons;
};

/// The named areas of a site. Sides are straight in latitude and longitude, as GeoJSON has them; none crosses
/// the date line.
class AreaMap {
 public:
  AreaMap() = default;
  explicit AreaMap(std::vector<Area> areas);

  /// Names of the areas that hold the place, in their order; each once.
  [[nodiscard]] std::vector<std::string> names_at(double latitude_deg, double longitude_deg) const;

  /// The same for any place within `radius_m`: the place itself and eight around it.
  [[nodiscard]] std::vector<std::string> names_near(double latitude_deg, double longitude_deg,
                                                    double radius_m) const;

  /// The names that hold every such place.
  [[nodiscard]] std::vector<std::string> names_around(double latitude_deg, double longitude_deg,
                                                      double radius_m) const;

  [[nodiscard]] const std::vector<Area>& areas() const { return areas_; }

 private:
  struct Bounds {
    double south = 90, north = -90, west = 180, east = -180;
  };

  [[nodiscard]] bool holds(std::size_t area, const AreaCorner& place) const;

  std::vector<Area> areas_;
  std::vector<Bounds> bounds_;  // of each
};

}  // namespace nightjar
