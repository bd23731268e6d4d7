#include "processing/ground/ground_projector.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <GeographicLib/Geocentric.hpp>
#include <cmath>
#include <numbers>

#include "processing/ground/earth_axes.hpp"
#include "processing/ground/line_of_sight.hpp"

namespace nightjar {
namespace {

constexpr double kRadians = std::numbers::pi / 180.0;

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

/// Nearest meeting of a line with a level above the ellipsoid. Such a level is not quite an ellipsoid itself:
/// Newton's method on the true height.
std::optional<TerrainMeeting> meeting_with_level(const Eigen::Vector3d& sensor, const Eigen::Vector3d& along,
                                                 double level_m, double max_range_m) {
  std::optional<double> range = range_to_ellipsoid(sensor, along, level_m);
  if (!range || !(*range < 2 * max_range_m)) return {};
  for (int i = 0; i < 3; ++i) {
    const Geodetic hit = geodetic_of(sensor + *range * along);
    const double down = ecef_from_ned(hit.latitude_deg, hit.longitude_deg).col(2).dot(along);
    if (!(down > 1e-6)) return {};
    *range += (hit.height_m - level_m) / down;
  }
  if (!(*range > 0) || !(*range <= max_range_m)) return {};
  return TerrainMeeting{*range, -Eigen::Vector3d::UnitZ()};
}

Eigen::Vector2d east_north(const Eigen::Vector3d& ned) {
  return {ned.y(), ned.x()};
}

}  // namespace

std::optional<double> GroundProjector::ground_m(double latitude_deg, double longitude_deg) const {
  return options_.terrain ? options_.terrain->height_m(latitude_deg, longitude_deg) : options_.level_m;
}

std::optional<GroundHit> GroundProjector::project(const CameraModel& camera,
                                                  const Eigen::Vector2d& pixel) const {
  if (!pixel.allFinite() || (!options_.terrain && !(camera.height_m() > options_.level_m))) return {};
  const Eigen::Matrix3d ecef_from_camera_ned = ecef_from_ned(camera.latitude_deg(), camera.longitude_deg());
  const Eigen::Vector3d sensor = ecef_of(place_of(camera));
  const Eigen::Vector3d ray = camera.ray_ned(pixel);
  const Eigen::Vector3d along = ecef_from_camera_ned * ray;
  const auto meeting = options_.terrain
                           ? first_meeting(*options_.terrain, sensor, along, options_.max_range_m)
                           : meeting_with_level(sensor, along, options_.level_m, options_.max_range_m);
  if (!meeting) return {};
  const double range = meeting->range_m;
  const Geodetic hit = geodetic_of(sensor + range * along);
  const Eigen::Matrix3d hit_from_ecef = ecef_from_ned(hit.latitude_deg, hit.longitude_deg).transpose();

  GroundHit out{hit.latitude_deg, hit.longitude_deg, hit.height_m, range};
  const Eigen::Matrix3d hit_from_sensor = hit_from_ecef * ecef_from_camera_ned;
  const Eigen::Vector3d d = hit_from_sensor * ray;
  const Eigen::Vector3d& normal = meeting->normal_ned;
  const double facing = normal.dot(d);
  if (!(facing < 0)) return {};
  // A point carried off the ground comes back to it along the line of sight.
  const auto back_on_ground = [&](const Eigen::Vector3d& moved) {
    return east_north(moved - d * (normal.dot(moved) / facing));
  };
  for (int axis = 0; axis < 3; ++axis) {
    Eigen::Vector3d moved = Eigen::Vector3d::Zero();
    moved(axis) = axis == 2 ? -1 : 1;  // the third is stated as up
    out.by_pose.col(axis) = back_on_ground(hit_from_sensor * moved);
    out.by_pose.col(3 + axis) =
        back_on_ground(hit_from_sensor * camera.error_axes_ned().col(axis).cross(ray) * range);
  }
  for (int axis = 0; axis < 2; ++axis) {
    const Eigen::Vector2d half = 0.5 * Eigen::Vector2d::Unit(axis);
    const Eigen::Vector3d turned = camera.ray_ned(pixel + half) - camera.ray_ned(pixel - half);
    out.by_pixel.col(axis) = back_on_ground(hit_from_sensor * turned * range);
  }
  out.by_level = -east_north(d) * (normal.z() / facing);
  out.covariance_m2 = out.by_pose * pose_covariance() * out.by_pose.transpose() +
                      out.by_pixel * out.by_pixel.transpose() * std::pow(options_.pixel_error_px, 2) +
                      out.by_level * out.by_level.transpose() * std::pow(options_.level_error_m, 2);
  if (!out.covariance_m2.allFinite()) return {};
  return out;
}

std::optional<Eigen::Vector2d> GroundProjector::pixel_of(const CameraModel& camera, double latitude_deg,
                                                         double longitude_deg) const {
  if (!std::isfinite(latitude_deg) || !std::isfinite(longitude_deg) || std::abs(latitude_deg) > 90) return {};
  const auto height = ground_m(latitude_deg, longitude_deg);
  if (!height) return {};
  const Eigen::Vector3d sensor = ecef_of(place_of(camera));
  const Eigen::Vector3d line = ecef_of({latitude_deg, longitude_deg, *height}) - sensor;
  const double range = line.norm();
  if (options_.terrain) {
    constexpr double kBehind_m = 5, kSameGround_m = 1;  // what hides it is met earlier by more
    if (range > options_.max_range_m) return {};
    const auto met = first_meeting(*options_.terrain, sensor, line / range, range + kBehind_m);
    if (!met || met->range_m < range - kSameGround_m) return {};
  } else if (const bool seen_from_above =
                 (ecef_from_ned(latitude_deg, longitude_deg).transpose() * line).z() > 0;
             !seen_from_above) {
    return {};
  }
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
