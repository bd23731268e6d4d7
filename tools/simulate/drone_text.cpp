#include "tools/simulate/drone_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "tools/simulate/footage_text.hpp"

namespace nightjar {
namespace {

constexpr double kTruthEvery_s = 0.5;

std::string heat_line(const WarmBody& body, cv::Point2d at_m, const std::string& time, double visible) {
  const cv::Point2d place = wgs84_from_local(at_m);
  const std::string_view posture = posture_of(body.kind);
  return fmt::format(
      "{{\"feed\":\"drone\",\"kind\":\"heat\",\"id\":\"{}\",\"class\":\"{}\",\"lat\":{:.8f},\"lon\":{:.8f}{}{"
      "}"
      ",\"visible_share\":{:.2f}}}\n",
      body.id, class_of(body.kind), place.x, place.y, time,
      posture.empty() ? "" : fmt::format(",\"posture\":\"{}\"", posture), std::fmin(1, visible));
}

}  // namespace

std::string telemetry_line(const Telemetry& telemetry) {
  return fmt::format(
      "{{\"t\":\"{}\",\"lat\":{:.9f},\"lon\":{:.9f},\"alt_m\":{:.3f},\"heading_deg\":{:.5f},\"pitch_deg\":{:."
      "5f},"
      "\"roll_deg\":{:.5f},\"gimbal_yaw_deg\":{:.5f},\"gimbal_pitch_deg\":{:.5f},\"gimbal_roll_deg\":{:.5f},"
      "\"hfov_deg\":{:.4f},\"vfov_deg\":{:.4f}}}",
      exact_utc(telemetry.measured_at), telemetry.latitude_deg.value(), telemetry.longitude_deg.value(),
      telemetry.height_m.value(), telemetry.heading_deg.value(), telemetry.pitch_deg.value(),
      telemetry.roll_deg.value(), telemetry.gimbal_yaw_deg.value(), telemetry.gimbal_pitch_deg.value(),
      telemetry.gimbal_roll_deg.value(), telemetry.hfov_deg.value(), telemetry.vfov_deg.value());
}

std::string telemetry_lines(const std::vector<ReportedRecord>& records) {
  std::string lines;
  for (const ReportedRecord& record : records) {
    Telemetry telemetry = record.telemetry;
    telemetry.measured_at = footage_time(record.stated_s);
    lines += telemetry_line(telemetry) + '\n';
  }
  return lines;
}

std::string heat_truth(const DroneScene& scene, const BodyWatch& watch) {
  std::string lines;
  for (std::size_t i = 0; i < scene.bodies().size(); ++i) {
    const WarmBody& body = scene.bodies()[i];
    const auto view = watch.view_of(i);
    if (!view || body.kind == WarmKind::pigeon) continue;
    if (!body.moves()) {
      lines += heat_line(body, body.at(0), "", view->most_visible);
      continue;
    }
    double next_s = 0;
    for (const auto& [time_s, visible] : view->shown) {
      if (time_s < next_s) continue;
      lines += heat_line(body, body.at(time_s), fmt::format(",\"t\":\"{}\"", exact_utc(footage_time(time_s))),
                         visible);
      next_s = time_s + kTruthEvery_s;
    }
  }
  return lines;
}

}  // namespace nightjar
