#include "tools/simulate/dji_subtitles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

constexpr double kCue_s = 1;

std::string cue_time(double time_s) {
  const auto ms = std::llround(time_s * 1000);
  return fmt::format("{:02}:{:02}:{:02},{:03}", ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

double within_180(double angle_deg) {
  return angle_deg - 360 * std::round(angle_deg / 360);
}

struct Moved {
  double across_m = 0;  ///< over the ground
  double up_m = 0;
};

Moved moved(const Telemetry& from, const Telemetry& to) {
  const cv::Point2d way = local_from_wgs84(*to.latitude_deg, *to.longitude_deg) -
                          local_from_wgs84(*from.latitude_deg, *from.longitude_deg);
  return {cv::norm(way), *to.height_m - *from.height_m};
}

}  // namespace

std::string dji_subtitles(const std::vector<ReportedRecord>& records) {
  if (records.empty()) return "";
  Telemetry home = records.front().telemetry;
  home.height_m = kFlightGround_m;
  const ReportedRecord* before = nullptr;
  std::string text;
  int cue = 0;
  for (const ReportedRecord& record : records) {
    if (record.stated_s < cue * kCue_s - 1e-6) continue;
    cue = static_cast<int>(std::floor(record.stated_s / kCue_s + 1e-6)) + 1;
    const Telemetry& now = record.telemetry;
    const double since_s = before == nullptr ? 1 : record.stated_s - before->stated_s;
    const Moved step = before == nullptr ? Moved{} : moved(before->telemetry, now);
    const Moved away = moved(home, now);
    const GimbalAngles gimbal = gimbal_angles(now);
    text += fmt::format(
        "{}\n{} --> {}\nF/1.0, SS 60, ISO 100, EV 0, GPS ({:.6f}, {:.6f}, 15), HOME ({:.6f}, {:.6f}, "
        "{:.2f}m), "
        "D {:.2f}m, H {:.2f}m, H.S {:.2f}m/s, V.S {:.2f}m/s, F.PRY ({:.1f}°, {:.1f}°, {:.1f}°), "
        "G.PRY ({:.1f}°, {:.1f}°, {:.1f}°)\n\n",
        cue, cue_time((cue - 1) * kCue_s), cue_time(cue * kCue_s), *now.longitude_deg, *now.latitude_deg,
        *home.longitude_deg, *home.latitude_deg, *home.height_m, away.across_m, away.up_m,
        step.across_m / since_s, step.up_m / since_s, *now.pitch_deg, *now.roll_deg,
        within_180(*now.heading_deg), gimbal.pitch_deg, gimbal.roll_deg, gimbal.yaw_deg);
    before = &record;
  }
  return text;
}

}  // namespace nightjar
