#pragma once

#include <memory>

namespace nightjar {

/// Height of mean sea level above the WGS84 ellipsoid, by PROJ's EGM96 grid.
class Geoid {
 public:
  /// Throws std::runtime_error where PROJ has no such grid (Debian's proj-data brings it).
  Geoid();
  ~Geoid();
  Geoid(const Geoid&) = delete;
  Geoid& operator=(const Geoid&) = delete;

  [[nodiscard]] double separation_m(double latitude_deg, double longitude_deg) const;

 private:
  struct Grid;
  std::unique_ptr<Grid> grid_;
};

}  // namespace nightjar
