#pragma once

#include <chrono>
#include <optional>

namespace nightjar {

/// An instant on the UTC scale, as exact as any feed states it.
using CaptureTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

/// Where the sensor was and where it looked, at one instant.
///
/// Line of sight in north-east-down axes at the sensor (MISB ST 0601, tags 5-7 and 18-20):
///   d = Rz(heading) Ry(pitch) Rx(roll) · Rz(gimbal_yaw) Ry(gimbal_pitch) Rx(gimbal_roll) · [1, u', v']
/// so gimbal_pitch = -90 looks straight down from a level platform. Any finite angle is meant modulo 360.
/// What the source did not say is absent, never 0.
struct Telemetry {
  CaptureTime measured_at;
  std::optional<double> latitude_deg;   ///< WGS84
  std::optional<double> longitude_deg;  ///< WGS84
  std::optional<double> height_m;       ///< of the sensor, above the WGS84 ellipsoid
  std::optional<double> heading_deg;    ///< of the platform, clockwise from true north
  std::optional<double> pitch_deg;
  std::optional<double> roll_deg;
  std::optional<double> gimbal_yaw_deg;  ///< relative to the platform's heading
  std::optional<double> gimbal_pitch_deg;
  std::optional<double> gimbal_roll_deg;
  std::optional<double> hfov_deg;  ///< full horizontal angle of view
  std::optional<double> vfov_deg;
};

}  // namespace nightjar
