#include "tools/simulate/site_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/simulate/drone/drone_flight.hpp"

namespace nightjar {
namespace {

std::string head(const FootageOptions& options) {
  std::string text = R"([site]
name = "simulated-1"
journal = "journal"

[[channel]]
name = "open"
live = "tcp://127.0.0.1:5560"
desk = "tcp://127.0.0.1:5561"
)";
  if (options.lane) {
    text += R"(
# The list's SILENT entries are told here and nowhere else.
[[channel]]
name = "restricted"
restricted = true
live = "tcp://127.0.0.1:5570"
desk = "tcp://127.0.0.1:5571"

[[hotlist]]
name = "force"
file = "hotlist.csv"
channel = "open"
matching = "exact"
handling = "alarm"
)";
  }
  return text;
}

std::string lane(const std::string& source) {
  return fmt::format(R"(
[[feed]]
name = "lane"
kind = "anpr"
{}
place = {{ lat = 51.01, lon = -1.15, bearing_deg = 180, words = "A32 at West Meon", towards = "northbound to Alton", away = "southbound to West Meon" }}
)",
                     source);
}

constexpr double kUsualSpeed_mps = 7;

std::string ground_of(const DroneFootageOptions& flight) {
  return flight.scene.hills ? "{ terrain = \"terrain.tif\" }"
                            : fmt::format("{{ level_m = {:g} }}", kFlightGround_m);
}

/// What the telemetry's chosen errors come to; a late record is off by the way flown since.
std::string pose_error_of(const TelemetryOptions& telemetry) {
  const bool wrong = telemetry.errors != TelemetryErrors::none;
  const double position_m = std::hypot(wrong ? telemetry.position_m : 0, kUsualSpeed_mps * telemetry.delay_s);
  return fmt::format("{{ position_m = {:.3g}, attitude_deg = {:.3g} }}", std::max(0.5, position_m),
                     std::max(0.3, wrong ? telemetry.attitude_deg : 0));
}

std::string drone(const std::string& source, const DroneFootageOptions& flight) {
  return fmt::format(R"(
[[feed]]
name = "drone"
kind = "thermal"
{}
ground = {}
pose_error = {}
)",
                     source, ground_of(flight), pose_error_of(flight.telemetry));
}

}  // namespace

std::string site_of_recordings(const FootageOptions& options) {
  constexpr const char* kStart = "started_at = 2026-11-21T20:00:00Z";
  std::string text =
      "# The recordings beside this file, as two feeds. They were drawn, not filmed.\n" + head(options);
  if (options.lane) text += lane(fmt::format("uri = \"lane.mp4\"\n{}", kStart));
  if (options.drone)
    text +=
        drone(fmt::format("uri = \"drone16.mkv\"\ntelemetry = \"drone.jsonl\"\n{}", kStart), options.flight);
  return text;
}

std::string site_of_cameras(const FootageOptions& options, int rtsp_port, int telemetry_port) {
  const auto uri = [&](const char* mount) {
    return fmt::format("uri = \"rtsp://127.0.0.1:{}/{}\"", rtsp_port, mount);
  };
  std::string text =
      "# The footage beside this file, while `nightjar simulate --serve` serves it. It was drawn.\n" +
      head(options);
  if (options.lane) text += lane(uri("lane"));
  if (options.drone)
    text += drone(fmt::format("{}\ntelemetry = \"udp://127.0.0.1:{}\"", uri("drone"), telemetry_port),
                  options.flight);
  return text;
}

}  // namespace nightjar
