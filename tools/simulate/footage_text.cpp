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

}  // namespace

std::string exact_utc(CaptureTime time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(whole)),
                     (time - whole).count());
}

CaptureTime footage_time(double seconds) {
  return footage_start() + std::chrono::microseconds(std::llround(seconds * 1e6));
}

std::string plate_truth(const LaneRecording& lane) {
  std::string lines;
  for (const DrawnPass& pass : lane.passes()) {
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
