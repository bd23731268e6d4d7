#include "processing/ground/earth_axes.hpp"

#include <GeographicLib/Geocentric.hpp>
#include <cmath>
#include <numbers>

namespace nightjar {

Eigen::Vector3d ecef_of(const Geodetic& g) {
  Eigen::Vector3d p;
  GeographicLib::Geocentric::WGS84().Forward(g.latitude_deg, g.longitude_deg, g.height_m, p.x(), p.y(),
                                             p.z());
  return p;
}

Geodetic geodetic_of(const Eigen::Vector3d& p) {
  Geodetic g;
  GeographicLib::Geocentric::WGS84().Reverse(p.x(), p.y(), p.z(), g.latitude_deg, g.longitude_deg,
                                             g.height_m);
  return g;
}

Eigen::Matrix3d ecef_from_ned(double latitude_deg, double longitude_deg) {
  constexpr double kRadians = std::numbers::pi / 180.0;
  const double sin_lat = std::sin(latitude_deg * kRadians), cos_lat = std::cos(latitude_deg * kRadians);
  const double sin_lon = std::sin(longitude_deg * kRadians), cos_lon = std::cos(longitude_deg * kRadians);
  Eigen::Matrix3d m;
  m.col(0) = Eigen::Vector3d(-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat);
  m.col(1) = Eigen::Vector3d(-sin_lon, cos_lon, 0);
  m.col(2) = Eigen::Vector3d(-cos_lat * cos_lon, -cos_lat * sin_lon, -sin_lat);
  return m;
}

}  // namespace nightjar
