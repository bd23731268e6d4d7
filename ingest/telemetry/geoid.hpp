#pragma once

#include <memory>
#include <optional>

namespace nightjar {

/// Height of mean sea level above the WGS84 ellipsoid, by PROJ's EGM96 grid: what is stated above mean sea
/// level comes above the ellipsoid by adding it. Any thread.
class Geoid {
 public:
  /// Throws std::runtime_error where PROJ has no such grid (Debian's proj-data brings it; no network is
  /// asked).
  Geoid();
  ~Geoid();
  Geoid(const Geoid&) = delete;
  Geoid& operator=(const Geoid&) = delete;

  /// nullopt for what is no place: not finite, or a latitude beyond a pole.
  [[nodiscard]] std::optional<double> separation_m(double latitude_deg, double longitude_deg) const;

 private:
  struct Grid;
  std::unique_ptr<Grid> grid_;
};

}  // namespace nightjar
