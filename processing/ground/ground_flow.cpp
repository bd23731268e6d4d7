#include "processing/ground/ground_flow.hpp"

#include <cmath>
#include <numbers>

namespace nightjar {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kFarthest_m = 5000;

/// North, east and down from one camera to the other, by the ellipsoid's radii of curvature.
Eigen::Vector3d way_between(const CameraModel& from, const CameraModel& to) {
  constexpr double kA_m = 6378137.0, kE2 = 6.69437999014e-3;  // WGS84
  const double sine = std::sin(from.latitude_deg() * kRadians);
  const double w = std::sqrt(1 - kE2 * sine * sine);
  const double across_m = kA_m / w, along_m = kA_m * (1 - kE2) / (w * w * w);
  const double north_rad = (to.latitude_deg() - from.latitude_deg()) * kRadians;
  const double east_rad = std::remainder(to.longitude_deg() - from.longitude_deg(), 360.0) * kRadians;
  return {north_rad * (along_m + from.height_m()),
          east_rad * (across_m + from.height_m()) * std::cos(from.latitude_deg() * kRadians),
          from.height_m() - to.height_m()};
}

}  // namespace

std::optional<Eigen::Vector2d> ground_flow(const CameraModel& from, const CameraModel& to,
                                           const Eigen::Vector2d& pixel, double level_m) {
  const Eigen::Vector3d ray = from.ray_ned(pixel);
  const double above_m = from.height_m() - level_m;
  const bool meets = above_m > 0 && ray.z() * kFarthest_m > above_m;
  const Eigen::Vector3d seen = ray * (meets ? above_m / ray.z() : kFarthest_m);
  const auto now_at = to.pixel_of(seen - way_between(from, to));
  if (!now_at) return {};
  return *now_at - pixel;
}

}  // namespace nightjar
