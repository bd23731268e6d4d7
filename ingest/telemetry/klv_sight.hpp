#pragma once

#include <Eigen/Core>
#include <optional>

#include "ingest/telemetry/misb_klv.hpp"

namespace nightjar {

/// What a stream measures its sensor angles (tags 18 to 20) from.
enum class AngleOrigin {
  platform,           ///< turned with heading, pitch and roll, as ST 0601 says
  north_and_level,    ///< azimuth from true north, elevation from the horizon
  heading_and_level,  ///< azimuth from the heading, elevation from the horizon
};

/// North-east-down axes at the sensor from axes of the picture: forward, right, down. nullopt where an angle
/// that it takes is absent.
[[nodiscard]] std::optional<Eigen::Matrix3d> ned_from_sensor(const MisbPacket& packet, AngleOrigin origin);

/// Yaw about down, then pitch, then roll; degrees.
[[nodiscard]] Eigen::Matrix3d rotation_of(double yaw_deg, double pitch_deg, double roll_deg);
/// The same back again: yaw, pitch, roll. Straight up or down, all of the turn is told as yaw.
[[nodiscard]] Eigen::Vector3d angles_of(const Eigen::Matrix3d& rotation);

/// Where the reported frame centre lies from the sensor.
struct ReportedSight {
  Eigen::Vector3d direction_ned = Eigen::Vector3d::Zero();  ///< a unit vector
  bool has_elevation = false;  ///< otherwise nothing told how far down it is, and it is level
};

/// From tags 13, 14, 23 and 24; how far down by the slant range, else by the centre's own height. nullopt
/// where a place is absent, or the two are too near to each other to tell a direction.
/// Heights are above the ellipsoid.
[[nodiscard]] std::optional<ReportedSight> reported_sight(const MisbPacket& packet,
                                                          std::optional<double> sensor_height_m,
                                                          std::optional<double> centre_height_m);

/// Height above the ellipsoid of the point so far along a direction.
[[nodiscard]] double height_along(const MisbPacket& packet, double sensor_height_m,
                                  const Eigen::Vector3d& direction_ned, double range_m);

/// Degrees between where a packet looks and where it says that its frame centre is; without an elevation,
/// between the bearings, as far as they matter. nullopt where one of them is not known.
[[nodiscard]] std::optional<double> sight_error_deg(const MisbPacket& packet, AngleOrigin origin,
                                                    const ReportedSight& reported);

}  // namespace nightjar
