#include "tools/simulate/footage_text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>
#include <opencv2/core.hpp>
#include <string_view>

#include "tools/simulate/footage.hpp"

namespace nightjar {
namespace {

constexpr double kTruthEvery_s = 0.5;

struct Listing {
  std::string_view action, markers, reason, risk, priority, owner, contact, authoriser;
};
constexpr std::array<Listing, 4> kListings = {
    {{"STOP", "", "Theft of quad bikes from farms", "MEDIUM", "20", "Country Watch", "01962 000001",
      "Insp A Example"},
     {"STOP", "FIREARMS", "Seen at a night poaching with dogs", "HIGH", "10", "Country Watch", "01962 000001",
      "Insp B Example"},
     {"SILENT", "", "Vulnerable missing person, may be aboard", "HIGH", "5", "Missing Persons Team",
      "01962 000002", "Sgt C Example"},
     {"STOP", "", "Fly-tipping, no insurance", "LOW", "60", "Roads Policing", "01962 000003",
      "Sgt D Example"}}};

std::string_view make_of(const VehicleShape& shape) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kMakes = {
      {{"hatchback", "FORD,FIESTA"},
       {"saloon", "VAUXHALL,INSIGNIA"},
       {"estate", "VOLVO,V70"},
       {"off-roader", "LAND ROVER,DEFENDER"},
       {"van", "FORD,TRANSIT"},
       {"pick-up", "TOYOTA,HILUX"},
       {"lorry", "DAF,LF"},
       {"articulated lorry", "SCANIA,R450"},
       {"motorcycle", "TRIUMPH,TIGER"}}};
  for (const auto& [words, make] : kMakes)
    if (words == shape.words) return make;
  return ",";
}

std::string listing(const std::string& mark, std::string_view make, std::string_view colour,
                    const Listing& entry) {
  return fmt::format("{},{},{},{},{},\"{}\",{},{},{},{},{},OFFICIAL\n", mark, make, colour, entry.action,
                     entry.markers, entry.reason, entry.risk, entry.priority, entry.owner, entry.contact,
                     entry.authoriser);
}

std::string heat_line(const WarmBody& body, cv::Point2d at_m) {
  const cv::Point2d place = wgs84_from_local(at_m);
  return fmt::format(
      "{{\"feed\":\"drone\",\"kind\":\"heat\",\"id\":\"{}\",\"class\":\"{}\",\"lat\":{:.8f},\"lon\":{:.8f}",
      body.id, class_of(body.kind), place.x, place.y);
}

}  // namespace

std::string exact_utc(CaptureTime time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(whole)),
                     (time - whole).count());
}

CaptureTime footage_time(double seconds) {
  return footage_start() + std::chrono::microseconds(std::llround(seconds * 1e6));
}

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

std::string telemetry_lines(const DroneScene& scene) {
  std::string lines;
  for (int frame = 0; frame < scene.frames(); ++frame) {
    Telemetry telemetry = scene.flight().telemetry_at(scene.time_s(frame));
    telemetry.measured_at = footage_time(scene.time_s(frame));
    lines += telemetry_line(telemetry) + '\n';
  }
  return lines;
}

std::string plate_truth(const LaneRecording& lane) {
  std::string lines;
  for (const PlatePass& pass : lane.passes()) {
    const Vehicle& vehicle = pass.vehicle;
    lines += fmt::format(
        "{{\"feed\":\"lane\",\"kind\":\"plate\",\"mark\":\"{}\",\"from\":\"{}\",\"to\":\"{}\",\"direction\":"
        "\"{}\","
        "\"light\":\"{}\",\"weather\":\"{}\",\"width_px\":{:.0f},\"lines\":{},\"style\":\"{}\",\"vehicle\":"
        "\"{}\","
        "\"speed_mph\":{:.0f}{}{}}}\n",
        vehicle.mark, exact_utc(footage_time(pass.view.from_s)), exact_utc(footage_time(pass.view.to_s)),
        vehicle.towards ? "towards" : "away", words_of(pass.conditions.light),
        words_of(pass.conditions.weather), pass.view.widest_px, vehicle.plate.lines(),
        words_of(vehicle.plate.style), vehicle.shape->words, vehicle.speed_mps / 0.44704,
        vehicle.stands_m ? ",\"parked\":true" : "", vehicle.listed ? ",\"listed\":true" : "");
  }
  return lines;
}

std::string heat_truth(const DroneScene& scene, const BodyWatch& watch) {
  std::string lines;
  for (std::size_t i = 0; i < scene.bodies().size(); ++i) {
    const WarmBody& body = scene.bodies()[i];
    const auto view = watch.view_of(i);
    if (!view) continue;
    if (!body.moves()) {
      lines += heat_line(body, body.at(0)) + "}\n";
      continue;
    }
    for (double time_s = view->from_s; time_s <= view->to_s; time_s += kTruthEvery_s)
      lines += heat_line(body, body.at(time_s)) +
               fmt::format(",\"t\":\"{}\"}}\n", exact_utc(footage_time(time_s)));
  }
  return lines;
}

std::string hotlist_of(LaneRecording& lane) {
  std::string lines =
      "mark,make,model,colour,action,markers,reason,risk,priority,owner,contact,authoriser,marking\n";
  std::size_t count = 0;
  for (const Vehicle& vehicle : lane.vehicles()) {
    if (!vehicle.listed) continue;
    lines +=
        listing(vehicle.mark, make_of(*vehicle.shape), vehicle.colour, kListings[count % kListings.size()]);
    const std::string absent = lane.absent_mark();
    ++count;
    lines += listing(absent, make_of(vehicle_shapes()[count % vehicle_shapes().size()]), "GREY",
                     kListings[count % kListings.size()]);
  }
  return lines;
}

}  // namespace nightjar
