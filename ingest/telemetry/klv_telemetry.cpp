#include "ingest/telemetry/klv_telemetry.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace nightjar {
namespace {

// What the platform's own sums may be off by: steps of its heights, and half a degree of its angles.
constexpr double kHeightSlack_m = 15;
constexpr double kAngleSlack_rad = 0.0087;

// A packet whose own frame centre is so far from its line of sight, while another reading of its angles hits
// it, is not placed by the reading that its stream goes by.
constexpr double kContradiction_deg = 10;
constexpr double kHit_deg = 2;

bool is_field_of_view(double angle_deg) {
  return angle_deg > 0 && angle_deg < 179.999;
}

bool contradicts(const MisbPacket& packet, AngleOrigin chosen, const ReportedSight& reported) {
  const auto error_deg = sight_error_deg(packet, chosen, reported);
  if (!error_deg || *error_deg < kContradiction_deg) return false;
  for (const AngleOrigin other :
       {AngleOrigin::platform, AngleOrigin::north_and_level, AngleOrigin::heading_and_level}) {
    if (sight_error_deg(packet, other, reported).value_or(180) < kHit_deg) return true;
  }
  return false;
}

}  // namespace

std::optional<double> KlvTelemetry::ellipsoid_m(std::optional<double> msl_m,
                                                std::optional<double> latitude_deg,
                                                std::optional<double> longitude_deg) const {
  if (!msl_m || !latitude_deg || !longitude_deg) return std::nullopt;
  const auto separation_m = geoid_.separation_m(*latitude_deg, *longitude_deg);
  if (!separation_m) return std::nullopt;
  return *msl_m + *separation_m;
}

std::optional<double> KlvTelemetry::sensor_height_m(const MisbPacket& packet) const {
  if (packet.sensor_height_m) return packet.sensor_height_m;
  return ellipsoid_m(packet.sensor_msl_m, packet.sensor_latitude_deg, packet.sensor_longitude_deg);
}

std::optional<double> KlvTelemetry::told_centre_height_m(const MisbPacket& packet) const {
  const auto by_msl_m =
      ellipsoid_m(packet.centre_msl_m, packet.centre_latitude_deg, packet.centre_longitude_deg);
  return by_msl_m ? by_msl_m : packet.centre_height_m;
}

void KlvTelemetry::weigh(const MisbPacket& packet) {
  if (!packet.sound) return;
  const auto reported = reported_sight(packet, sensor_height_m(packet), told_centre_height_m(packet));
  if (reported) evidence_.weigh(packet, *reported);
}

KlvReadout KlvTelemetry::read(const MisbPacket& packet) {
  KlvReadout readout;
  readout.notes = packet.notes;
  if (!packet.sound) return readout;
  Telemetry& telemetry = readout.telemetry;
  readout.timed = packet.measured_at.has_value();
  telemetry.measured_at = packet.measured_at.value_or(CaptureTime{});
  if (!readout.timed) readout.notes.emplace_back("it has no time");
  if (packet.sensor_latitude_deg && packet.sensor_longitude_deg) {
    telemetry.latitude_deg = packet.sensor_latitude_deg;
    telemetry.longitude_deg = packet.sensor_longitude_deg;
  }
  telemetry.height_m = sensor_height_m(packet);
  if (packet.hfov_deg && is_field_of_view(*packet.hfov_deg)) telemetry.hfov_deg = packet.hfov_deg;
  if (packet.vfov_deg && is_field_of_view(*packet.vfov_deg)) telemetry.vfov_deg = packet.vfov_deg;
  if (packet.centre_latitude_deg && packet.centre_longitude_deg)
    readout.reported_centre = MisbPoint{*packet.centre_latitude_deg, *packet.centre_longitude_deg};
  if (packet.slant_range_m && *packet.slant_range_m > 0) readout.slant_range_m = packet.slant_range_m;

  const AngleOrigin origin = evidence_.choice();
  if (told_ != origin) readout.notes.push_back(evidence_.words());
  told_ = origin;
  place_angles(packet, origin, readout);
  check_heights(packet, readout);
  check_centre(packet, origin, readout);
  return readout;
}

void KlvTelemetry::place_angles(const MisbPacket& packet, AngleOrigin origin, KlvReadout& readout) const {
  Telemetry& telemetry = readout.telemetry;
  telemetry.heading_deg = packet.heading_deg;
  telemetry.pitch_deg = packet.pitch_deg;
  telemetry.roll_deg = packet.roll_deg;
  const auto reported = reported_sight(packet, sensor_height_m(packet), told_centre_height_m(packet));
  if (reported && contradicts(packet, origin, *reported)) {
    readout.notes.emplace_back(
        "its angles mean something else than those of the rest of the stream: where it looks is not known");
    return;
  }
  if (origin == AngleOrigin::platform) {
    telemetry.gimbal_yaw_deg = packet.sensor_azimuth_deg;
    telemetry.gimbal_pitch_deg = packet.sensor_elevation_deg;
    telemetry.gimbal_roll_deg = packet.sensor_roll_deg;
    return;
  }
  const auto sensor = ned_from_sensor(packet, origin);
  if (!sensor) return;
  if (!packet.heading_deg || !packet.pitch_deg || !packet.roll_deg) {
    // Nothing is known of the platform, and nothing need be: a level one that points as its sensor does.
    telemetry.heading_deg = angles_of(*sensor).x();
    telemetry.pitch_deg = telemetry.roll_deg = 0;
  }
  const Eigen::Matrix3d platform =
      rotation_of(*telemetry.heading_deg, *telemetry.pitch_deg, *telemetry.roll_deg);
  const Eigen::Vector3d gimbal_deg = angles_of(platform.transpose() * *sensor);
  telemetry.gimbal_yaw_deg = gimbal_deg.x();
  telemetry.gimbal_pitch_deg = gimbal_deg.y();
  telemetry.gimbal_roll_deg = gimbal_deg.z();
}

void KlvTelemetry::check_centre(const MisbPacket& packet, AngleOrigin origin, KlvReadout& readout) {
  const auto told_m = told_centre_height_m(packet);
  const auto sensor_m = readout.telemetry.height_m;
  const auto sensor = ned_from_sensor(packet, origin);
  if (!told_m || !sensor_m || !sensor || !readout.slant_range_m || !readout.telemetry.latitude_deg) return;
  const double seen_m = height_along(packet, *sensor_m, sensor->col(0), *readout.slant_range_m);
  const double apart_m = *told_m - seen_m;
  if (std::fabs(apart_m) <= kHeightSlack_m + kAngleSlack_rad * *readout.slant_range_m) {
    readout.centre_height_m = told_m;
    return;
  }
  if (std::exchange(told_centre_, true)) return;
  readout.notes.push_back(
      fmt::format("the frame centre's elevation (tag 25) is {:.0f} m {} where the line of sight and the "
                  "slant range meet, "
                  "and is used only where they agree",
                  std::fabs(apart_m), apart_m < 0 ? "below" : "above"));
}

void KlvTelemetry::check_heights(const MisbPacket& packet, KlvReadout& readout) {
  const auto by_msl_m =
      ellipsoid_m(packet.sensor_msl_m, packet.sensor_latitude_deg, packet.sensor_longitude_deg);
  if (!by_msl_m || !packet.sensor_height_m || told_heights_) return;
  const double apart_m = *packet.sensor_height_m - *by_msl_m;
  if (std::fabs(apart_m) <= kHeightSlack_m) return;
  told_heights_ = true;
  readout.notes.push_back(
      fmt::format("the sensor's heights contradict each other by {:.0f} m: {:.0f} m above the ellipsoid (tag "
                  "75), which is "
                  "used, and {:.0f} m above mean sea level (tag 15)",
                  std::fabs(apart_m), *packet.sensor_height_m, *packet.sensor_msl_m));
}

}  // namespace nightjar
