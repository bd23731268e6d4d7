#include "ingest/telemetry/klv_sight.hpp"

#include <Eigen/Geometry>
#include <GeographicLib/Geocentric.hpp>
#include <cmath>
#include <numbers>
#include <vector>

namespace nightjar {
namespace {

constexpr double kRadPerDeg = std::numbers::pi / 180;

struct Place {
  Eigen::Vector3d ecef;
  Eigen::Matrix3d ecef_from_ned;
};

Place place_of(double latitude_deg, double longitude_deg, double height_m) {
  std::vector<double> enu(9);  // its columns are east, north and up, row by row
  Place place;
  GeographicLib::Geocentric::WGS84().Forward(latitude_deg, longitude_deg, height_m, place.ecef.x(),
                                             place.ecef.y(), place.ecef.z(), enu);
  for (Eigen::Index row = 0; row < 3; ++row) {
    const auto at = static_cast<std::size_t>(3 * row);
    place.ecef_from_ned(row, 0) = enu[at + 1];
    place.ecef_from_ned(row, 1) = enu[at];
    place.ecef_from_ned(row, 2) = -enu[at + 2];
  }
  return place;
}

double angle_deg(const Eigen::Vector3d& a, const Eigen::Vector3d& b) {
  return std::atan2(a.cross(b).norm(), a.dot(b)) / kRadPerDeg;
}

/// The height over `ground` at which it is `range_m` from the sensor, and below it. nullopt: it never is.
std::optional<double> height_at_range(const Place& ground, const Place& sensor, double range_m) {
  const Eigen::Vector3d from_sensor = ground.ecef - sensor.ecef;
  const double along_up = -ground.ecef_from_ned.col(2).dot(from_sensor);
  const double drop2 = along_up * along_up - from_sensor.squaredNorm() + range_m * range_m;
  if (!(drop2 >= 0)) return std::nullopt;
  return -along_up - std::sqrt(drop2);
}

}  // namespace

Eigen::Matrix3d rotation_of(double yaw_deg, double pitch_deg, double roll_deg) {
  return (Eigen::AngleAxisd(yaw_deg * kRadPerDeg, Eigen::Vector3d::UnitZ()) *
          Eigen::AngleAxisd(pitch_deg * kRadPerDeg, Eigen::Vector3d::UnitY()) *
          Eigen::AngleAxisd(roll_deg * kRadPerDeg, Eigen::Vector3d::UnitX()))
      .toRotationMatrix();
}

Eigen::Vector3d angles_of(const Eigen::Matrix3d& m) {
  const double across = std::hypot(m(0, 0), m(1, 0));
  constexpr double kStraightDown = 1e-9;
  const bool locked = across < kStraightDown;
  const double yaw = locked ? std::atan2(-m(0, 1), m(1, 1)) : std::atan2(m(1, 0), m(0, 0));
  const double roll = locked ? 0 : std::atan2(m(2, 1), m(2, 2));
  return Eigen::Vector3d(yaw, std::atan2(-m(2, 0), across), roll) / kRadPerDeg;
}

std::optional<Eigen::Matrix3d> ned_from_sensor(const MisbPacket& packet, AngleOrigin origin) {
  if (!packet.sensor_azimuth_deg || !packet.sensor_elevation_deg || !packet.sensor_roll_deg)
    return std::nullopt;
  const Eigen::Matrix3d sensor =
      rotation_of(*packet.sensor_azimuth_deg, *packet.sensor_elevation_deg, *packet.sensor_roll_deg);
  if (origin == AngleOrigin::north_and_level) return sensor;
  if (!packet.heading_deg) return std::nullopt;
  if (origin == AngleOrigin::heading_and_level) return rotation_of(*packet.heading_deg, 0, 0) * sensor;
  if (!packet.pitch_deg || !packet.roll_deg) return std::nullopt;
  return rotation_of(*packet.heading_deg, *packet.pitch_deg, *packet.roll_deg) * sensor;
}

std::optional<ReportedSight> reported_sight(const MisbPacket& packet, std::optional<double> sensor_height_m,
                                            std::optional<double> centre_height_m) {
  if (!packet.sensor_latitude_deg || !packet.sensor_longitude_deg || !packet.centre_latitude_deg ||
      !packet.centre_longitude_deg)
    return std::nullopt;
  const double height_m = sensor_height_m.value_or(0);
  const Place sensor = place_of(*packet.sensor_latitude_deg, *packet.sensor_longitude_deg, height_m);
  const Place ground = place_of(*packet.centre_latitude_deg, *packet.centre_longitude_deg, 0);
  std::optional<double> ground_m;
  if (packet.slant_range_m && *packet.slant_range_m > 0)
    ground_m = height_at_range(ground, sensor, *packet.slant_range_m);
  if (!ground_m && sensor_height_m) ground_m = centre_height_m;
  ReportedSight sight;
  sight.has_elevation = ground_m.has_value();
  const Eigen::Vector3d up = -ground.ecef_from_ned.col(2);
  const Eigen::Vector3d line =
      sensor.ecef_from_ned.transpose() * (ground.ecef + ground_m.value_or(height_m) * up - sensor.ecef);
  constexpr double kTooNear_m = 5;
  if (!(line.norm() > kTooNear_m)) return std::nullopt;
  sight.direction_ned = line.normalized();
  return sight;
}

double height_along(const MisbPacket& packet, double sensor_height_m, const Eigen::Vector3d& direction_ned,
                    double range_m) {
  const Place sensor = place_of(packet.sensor_latitude_deg.value_or(0),
                                packet.sensor_longitude_deg.value_or(0), sensor_height_m);
  const Eigen::Vector3d point = sensor.ecef + sensor.ecef_from_ned * direction_ned * range_m;
  double latitude_deg = 0;
  double longitude_deg = 0;
  double height_m = 0;
  GeographicLib::Geocentric::WGS84().Reverse(point.x(), point.y(), point.z(), latitude_deg, longitude_deg,
                                             height_m);
  return height_m;
}

std::optional<double> sight_error_deg(const MisbPacket& packet, AngleOrigin origin,
                                      const ReportedSight& reported) {
  const auto rotation = ned_from_sensor(packet, origin);
  if (!rotation) return std::nullopt;
  const Eigen::Vector3d looks = rotation->col(0);
  if (reported.has_elevation) return angle_deg(looks, reported.direction_ned);
  const Eigen::Vector3d level(looks.x(), looks.y(), 0);
  const Eigen::Vector3d bearing(reported.direction_ned.x(), reported.direction_ned.y(), 0);
  return angle_deg(level, bearing) * level.norm();
}

}  // namespace nightjar
