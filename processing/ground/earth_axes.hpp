#pragma once

#include <Eigen/Core>

namespace nightjar {

/// A point by WGS84 latitude, longitude and height above the ellipsoid.
struct Geodetic {
  double latitude_deg = 0, longitude_deg = 0, height_m = 0;
};

/// Earth-centred, earth-fixed metres (WGS84).
[[nodiscard]] Eigen::Vector3d ecef_of(const Geodetic& point);
[[nodiscard]] Geodetic geodetic_of(const Eigen::Vector3d& ecef);

/// Earth-centred axes from north-east-down at a latitude and longitude.
[[nodiscard]] Eigen::Matrix3d ecef_from_ned(double latitude_deg, double longitude_deg);

}  // namespace nightjar
