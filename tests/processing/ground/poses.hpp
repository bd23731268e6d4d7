#pragma once

#include "ingest/telemetry.hpp"

namespace nightjar {

/// 33 m above ground that lies 100 m above the ellipsoid, level, heading north, looking straight down.
inline Telemetry looking_down() {
  Telemetry t;
  t.latitude_deg = 51.0;
  t.longitude_deg = -1.35;
  t.height_m = 133;
  t.heading_deg = 0;
  t.pitch_deg = 0;
  t.roll_deg = 0;
  t.gimbal_yaw_deg = 0;
  t.gimbal_pitch_deg = -90;
  t.gimbal_roll_deg = 0;
  t.hfov_deg = 60;
  t.vfov_deg = 50;
  return t;
}

/// 100 m above the same ground, heading 40 degrees, looking 35 degrees down and a little to the right.
inline Telemetry looking_ahead() {
  Telemetry t = looking_down();
  t.height_m = 200;
  t.heading_deg = 40;
  t.pitch_deg = 3;
  t.roll_deg = -4;
  t.gimbal_yaw_deg = 12;
  t.gimbal_pitch_deg = -38;
  return t;
}

}  // namespace nightjar
