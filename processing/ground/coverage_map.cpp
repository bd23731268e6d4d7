#include "processing/ground/coverage_map.hpp"

#include <Eigen/SVD>
#include <GeographicLib/LocalCartesian.hpp>
#include <algorithm>
#include <cmath>

namespace nightjar {

struct CoverageMap::Plane {
  GeographicLib::LocalCartesian local;
};

CoverageMap::CoverageMap(CoverageOptions options) : options_(options) {}
CoverageMap::~CoverageMap() = default;

bool CoverageMap::is_due(CaptureTime captured_at) const {
  return !looked_at_ || captured_at < *looked_at_ || captured_at - *looked_at_ >= options_.looks_apart;
}

void CoverageMap::look(const CoverageView& view, const CameraModel& camera, const GroundProjector& ground) {
  if (!is_due(view.captured_at)) return;
  looked_at_ = view.captured_at;
  Cells seen;
  const cv::Size picture = camera.picture();
  for (double y = 0; y <= picture.height - 1; y += options_.step_px)
    for (double x = 0; x <= picture.width - 1; x += options_.step_px) {
      const auto hit = ground.project(camera, {x, y});
      if (!hit || hit->slant_range_m > options_.farthest_m) continue;
      // The longer side of a pixel on the ground: a body must be seen across it as well.
      const double metres_per_px = Eigen::JacobiSVD<Eigen::Matrix2d>(hit->by_pixel).singularValues()[0];
      const double px_per_m = 1 / std::max(metres_per_px, 1e-6);
      if (px_per_m < options_.least_px_per_m) continue;
      if (!plane_)
        plane_ = std::make_unique<Plane>(
            Plane{GeographicLib::LocalCartesian(hit->latitude_deg, hit->longitude_deg, hit->height_m)});
      double east = 0, north = 0, up = 0;
      plane_->local.Forward(hit->latitude_deg, hit->longitude_deg, hit->height_m, east, north, up);
      CoverageCell& cell = seen[{static_cast<std::int32_t>(std::floor(east / options_.cell_m)),
                                 static_cast<std::int32_t>(std::floor(north / options_.cell_m))}];
      cell.best_px_per_m = std::max(cell.best_px_per_m, px_per_m);
    }
  if (seen.empty()) return;
  ++looks_;
  for (const auto& [place, fresh] : seen) {
    if (cells_.size() >= options_.most_cells && cells_.count(place) == 0) {
      ++beyond_;
      continue;
    }
    CoverageCell& cell = cells_[place];
    ++cell.looks;
    if (view.poor) ++cell.poor_looks;
    // What poor contrast showed is no resolution that anybody saw with, unless there was nothing better.
    if (!view.poor || cell.poor_looks == cell.looks)
      cell.best_px_per_m = std::max(cell.best_px_per_m, fresh.best_px_per_m);
    if (!view.poor && cell.looks - cell.poor_looks == 1) cell.best_px_per_m = fresh.best_px_per_m;
  }
}

std::vector<std::pair<double, double>> CoverageMap::corners(std::int32_t east, std::int32_t north,
                                                            std::int32_t count) const {
  std::vector<std::pair<double, double>> corners;
  if (!plane_) return corners;
  const auto corner = [&](std::int32_t x, std::int32_t y) {
    double latitude = 0, longitude = 0, height = 0;
    plane_->local.Reverse(x * options_.cell_m, y * options_.cell_m, 0, latitude, longitude, height);
    corners.emplace_back(longitude, latitude);
  };
  corner(east, north);
  corner(east + count, north);
  corner(east + count, north + 1);
  corner(east, north + 1);
  return corners;
}

}  // namespace nightjar
