#include "processing/ground/ground_projector.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <GeographicLib/Geocentric.hpp>
#include <cmath>
#include <numbers>

namespace nightjar {
namespace {

constexpr double kRadians = std::numbers::pi / 180.0;

struct Geodetic {
  double latitude_deg = 0, longitude_deg = 0, height_m = 0;
};

/// Earth-centred axes from north-east-down at a latitude and longitude.
Eigen::Matrix3d ecef_from_ned(double latitude_deg, double longitude_deg) {
  const double sin_lat = std::sin(latitude_deg * kRadians), cos_lat = std::cos(latitude_deg * kRadians);
  const double sin_lon = std::sin(longitude_deg * kRadians), cos_lon = std::cos(longitude_deg * kRadians);
  Eigen::Matrix3d m;
  m.col(0) = Eigen::Vector3d(-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat);
  m.col(1) = Eigen::Vector3d(-sin_lon, cos_lon, 0);
  m.col(2) = Eigen::Vector3d(-cos_lat * cos_lon, -cos_lat * sin_lon, -sin_lat);
  return m;
}

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

Geodetic place_of(const CameraModel& camera) {
  return {camera.latitude_deg(), camera.longitude_deg(), camera.height_m()};
}

/// Nearest meeting of a line with the ellipsoid whose half axes are both longer by the level; metres along.
std::optional<double> range_to_ellipsoid(const Eigen::Vector3d& from, const Eigen::Vector3d& along,
                                         double level_m) {
  const GeographicLib::Geocentric& earth = GeographicLib::Geocentric::WGS84();
  const double a = earth.EquatorialRadius() + level_m;
  const double b = earth.EquatorialRadius() * (1 - earth.Flattening()) + level_m;
  const Eigen::Vector3d scale(1 / a, 1 / a, 1 / b);
  const Eigen::Vector3d o = from.cwiseProduct(scale), d = along.cwiseProduct(scale);
  const double half_b = o.dot(d), c = o.squaredNorm() - 1, dd = d.squaredNorm();
  const double discriminant = half_b * half_b - dd * c;
  if (!(discriminant > 0) || half_b >= 0) return {};
  return c / (-half_b + std::sqrt(discriminant));  // the near root, without cancellation
}

Eigen::Vector2d east_north(const Eigen::Vector3d& ned) {
  return {ned.y(), ned.x()};
}

}  // namespace

std::optional<GroundHit> GroundProjector::project(const CameraModel& camera,
                                                  const Eigen::Vector2d& pixel) const {
  if (!pixel.allFinite() || !(camera.height_m() > options_.level_m)) return {};
  const Eigen::Matrix3d ecef_from_camera_ned = ecef_from_ned(camera.latitude_deg(), camera.longitude_deg());
  const Eigen::Vector3d sensor = ecef_of(place_of(camera));
  const Eigen::Vector3d ray = camera.ray_ned(pixel);
  const Eigen::Vector3d along = ecef_from_camera_ned * ray;
  std::optional<double> range = range_to_ellipsoid(sensor, along, options_.level_m);
  if (!range || !(*range < 2 * options_.max_range_m)) return {};

  // A level above the ellipsoid is not quite an ellipsoid itself: Newton's method on the true height.
  Geodetic hit = geodetic_of(sensor + *range * along);
  Eigen::Matrix3d hit_from_ecef = ecef_from_ned(hit.latitude_deg, hit.longitude_deg).transpose();
  for (int i = 0; i < 3; ++i) {
    const double down = (hit_from_ecef * along).z();
    if (!(down > 1e-6)) return {};
    *range += (hit.height_m - options_.level_m) / down;
    hit = geodetic_of(sensor + *range * along);
    hit_from_ecef = ecef_from_ned(hit.latitude_deg, hit.longitude_deg).transpose();
  }
  if (!(*range > 0) || !(*range <= options_.max_range_m)) return {};

  GroundHit out{hit.latitude_deg, hit.longitude_deg, hit.height_m, *range};
  const Eigen::Matrix3d hit_from_sensor = hit_from_ecef * ecef_from_camera_ned;
  const Eigen::Vector3d d = hit_from_sensor * ray;
  // A point carried off the ground comes back to it along the line of sight.
  const auto back_on_ground = [&d](const Eigen::Vector3d& moved) {
    return east_north(moved - d * (moved.z() / d.z()));
  };
  for (int axis = 0; axis < 3; ++axis) {
    Eigen::Vector3d moved = Eigen::Vector3d::Zero();
    moved(axis) = axis == 2 ? -1 : 1;  // the third is stated as up
    out.by_pose.col(axis) = back_on_ground(hit_from_sensor * moved);
    out.by_pose.col(3 + axis) =
        back_on_ground(hit_from_sensor * camera.error_axes_ned().col(axis).cross(ray) * *range);
  }
  for (int axis = 0; axis < 2; ++axis) {
    const Eigen::Vector2d half = 0.5 * Eigen::Vector2d::Unit(axis);
    const Eigen::Vector3d turned = camera.ray_ned(pixel + half) - camera.ray_ned(pixel - half);
    out.by_pixel.col(axis) = back_on_ground(hit_from_sensor * turned * *range);
  }
  out.by_level = -east_north(d) / d.z();
  out.covariance_m2 = out.by_pose * pose_covariance() * out.by_pose.transpose() +
                      out.by_pixel * out.by_pixel.transpose() * std::pow(options_.pixel_error_px, 2) +
                      out.by_level * out.by_level.transpose() * std::pow(options_.level_error_m, 2);
  if (!out.covariance_m2.allFinite()) return {};
  return out;
}

std::optional<Eigen::Vector2d> GroundProjector::pixel_of(const CameraModel& camera, double latitude_deg,
                                                         double longitude_deg) const {
  if (!std::isfinite(latitude_deg) || !std::isfinite(longitude_deg) || std::abs(latitude_deg) > 90) return {};
  const Geodetic point{latitude_deg, longitude_deg, options_.level_m};
  const Eigen::Vector3d line = ecef_of(point) - ecef_of(place_of(camera));
  const bool seen_from_above = (ecef_from_ned(latitude_deg, longitude_deg).transpose() * line).z() > 0;
  if (!seen_from_above) return {};
  return camera.pixel_of(ecef_from_ned(camera.latitude_deg(), camera.longitude_deg()).transpose() * line);
}

PoseCovariance GroundProjector::pose_covariance() const {
  const double position = std::pow(options_.pose_error.position_m, 2);
  const double attitude = std::pow(options_.pose_error.attitude_deg * kRadians, 2);
  PoseCovariance covariance = PoseCovariance::Zero();
  covariance.diagonal() << position, position, position, attitude, attitude, attitude;
  return covariance;
}

GroundEllipse ellipse_of(const Eigen::Matrix2d& covariance) {
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> axes(covariance);
  const double minor = std::sqrt(std::max(0.0, axes.eigenvalues()(0)));
  const double major = std::sqrt(std::max(0.0, axes.eigenvalues()(1)));
  const double k90 = std::sqrt(-2 * std::log(0.1));  // chi-square of two degrees of freedom
  GroundEllipse ellipse{k90 * major, k90 * minor, 0, 0};
  const Eigen::Vector2d along = axes.eigenvectors().col(1);
  ellipse.bearing_deg = std::fmod(std::atan2(along.x(), along.y()) / kRadians + 360.0, 180.0);
  // Cubic fitted to the integral of the normal density over a circle; within 0.5 % of it.
  const double c = major > 0 ? minor / major : 0;
  ellipse.ce90_m = major * (1.6492 + c * (-0.0674 + c * (0.4334 + c * 0.1376)));
  return ellipse;
}

}  // namespace nightjar
