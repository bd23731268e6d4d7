#include "ingest/telemetry/telemetry_track.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace nightjar {
namespace {

constexpr double kRadPerDeg = std::numbers::pi / 180;

using Angle = std::optional<double> Telemetry::*;

/// Yaw about down, then pitch, then roll.
struct Attitude {
  Angle yaw;
  Angle pitch;
  Angle roll;
};

constexpr Attitude kPlatform{&Telemetry::heading_deg, &Telemetry::pitch_deg, &Telemetry::roll_deg};
constexpr Attitude kGimbal{&Telemetry::gimbal_yaw_deg, &Telemetry::gimbal_pitch_deg,
                           &Telemetry::gimbal_roll_deg};

/// To -180 up to, but not including, 180.
double wrapped(double angle_deg) {
  const double turned = std::fmod(angle_deg + 180, 360);
  return (turned < 0 ? turned + 360 : turned) - 180;
}

std::optional<double> straight(const std::optional<double>& from, const std::optional<double>& to,
                               double share) {
  if (!from || !to) return std::nullopt;
  return *from + share * (*to - *from);
}

std::optional<double> around(const std::optional<double>& from, const std::optional<double>& to,
                             double share) {
  if (!from || !to) return std::nullopt;
  return wrapped(*from + share * wrapped(*to - *from));
}

bool knows(const Telemetry& record, const Attitude& attitude) {
  return record.*attitude.yaw && record.*attitude.pitch && record.*attitude.roll;
}

Eigen::Quaterniond rotation_of(const Telemetry& record, const Attitude& attitude) {
  const auto about = [](const std::optional<double>& angle_deg, const Eigen::Vector3d& axis) {
    return Eigen::AngleAxisd(wrapped(*angle_deg) * kRadPerDeg, axis);
  };
  return about(record.*attitude.yaw, Eigen::Vector3d::UnitZ()) *
         about(record.*attitude.pitch, Eigen::Vector3d::UnitY()) *
         about(record.*attitude.roll, Eigen::Vector3d::UnitX());
}

/// Straight up or down, where yaw and roll turn about the same line, all of that turn is told as yaw.
void set_rotation(Telemetry& record, const Attitude& attitude, const Eigen::Quaterniond& rotation) {
  const Eigen::Matrix3d m = rotation.toRotationMatrix();
  const double across = std::hypot(m(0, 0), m(1, 0));
  constexpr double kStraightDown = 1e-9;
  const bool locked = across < kStraightDown;
  record.*attitude.pitch = std::atan2(-m(2, 0), across) / kRadPerDeg;
  record.*attitude.yaw = (locked ? std::atan2(-m(0, 1), m(1, 1)) : std::atan2(m(1, 0), m(0, 0))) / kRadPerDeg;
  record.*attitude.roll = locked ? 0 : std::atan2(m(2, 1), m(2, 2)) / kRadPerDeg;
}

void turn(Telemetry& result, const Attitude& attitude, const Telemetry& from, const Telemetry& to,
          double share) {
  if (knows(from, attitude) && knows(to, attitude)) {
    set_rotation(result, attitude, rotation_of(from, attitude).slerp(share, rotation_of(to, attitude)));
    return;
  }
  for (const Angle angle : {attitude.yaw, attitude.pitch, attitude.roll}) {
    result.*angle = around(from.*angle, to.*angle, share);
  }
}

}  // namespace

Telemetry between(const Telemetry& from, const Telemetry& to, double share) {
  Telemetry result;
  const auto step = std::chrono::duration<double, std::micro>(to.measured_at - from.measured_at);
  result.measured_at = from.measured_at + std::chrono::microseconds(std::llround(step.count() * share));
  result.latitude_deg = straight(from.latitude_deg, to.latitude_deg, share);
  result.longitude_deg = around(from.longitude_deg, to.longitude_deg, share);
  result.height_m = straight(from.height_m, to.height_m, share);
  result.hfov_deg = straight(from.hfov_deg, to.hfov_deg, share);
  result.vfov_deg = straight(from.vfov_deg, to.vfov_deg, share);
  turn(result, kPlatform, from, to, share);
  turn(result, kGimbal, from, to, share);
  return result;
}

void TelemetryTrack::add(const Telemetry& record) {
  const bool clock_went_back =
      options_.keep && !records_.empty() && record.measured_at < records_.back().measured_at - *options_.keep;
  if (clock_went_back) records_.clear();
  const auto earlier = [](const Telemetry& known, CaptureTime time) { return known.measured_at < time; };
  const auto place = std::lower_bound(records_.begin(), records_.end(), record.measured_at, earlier);
  if (place != records_.end() && place->measured_at == record.measured_at) {
    *place = record;
  } else {
    records_.insert(place, record);
  }
  if (!options_.keep) return;
  const CaptureTime oldest_wanted = records_.back().measured_at - *options_.keep;
  while (records_.front().measured_at < oldest_wanted) records_.pop_front();
}

std::optional<CaptureTime> TelemetryTrack::newest() const {
  if (records_.empty()) return std::nullopt;
  return records_.back().measured_at;
}

std::optional<Telemetry> TelemetryTrack::at(CaptureTime time) const {
  const auto earlier = [](const Telemetry& known, CaptureTime sought) { return known.measured_at < sought; };
  const auto next = std::lower_bound(records_.begin(), records_.end(), time, earlier);
  if (next == records_.end()) return std::nullopt;
  if (next->measured_at == time) return *next;
  if (next == records_.begin()) return std::nullopt;
  const Telemetry& from = *std::prev(next);
  const auto gap = next->measured_at - from.measured_at;
  if (gap > options_.longest_gap) return std::nullopt;
  const double share =
      static_cast<double>((time - from.measured_at).count()) / static_cast<double>(gap.count());
  Telemetry result = between(from, *next, share);
  result.measured_at = time;
  return result;
}

}  // namespace nightjar
