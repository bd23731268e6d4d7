#include <fmt/format.h>

#include "tools/simulate/drone_footage.hpp"

namespace nightjar {
namespace {

std::string_view word(FlightKind kind) {
  switch (kind) {
    case FlightKind::mixed:
      return "mixed";
    case FlightKind::nadir:
      return "nadir";
    case FlightKind::oblique:
      return "oblique";
    case FlightKind::search:
      return "search";
  }
  return "";
}

std::string_view word(SunHeat sun) {
  return sun == SunHeat::night ? "night" : sun == SunHeat::evening ? "evening" : "day";
}

std::string_view word(Weather weather) {
  return weather == Weather::clear ? "clear" : weather == Weather::mist ? "mist" : "rain";
}

std::string_view word(ThermalPalette palette) {
  switch (palette) {
    case ThermalPalette::white_hot:
      return "white-hot";
    case ThermalPalette::black_hot:
      return "black-hot";
    case ThermalPalette::ironbow:
      return "ironbow";
    case ThermalPalette::rainbow:
      return "rainbow";
  }
  return "";
}

std::string errors_of(const TelemetryOptions& telemetry) {
  if (telemetry.errors == TelemetryErrors::none) return "none";
  return fmt::format("{}:{:g},{:g}", telemetry.errors == TelemetryErrors::normal ? "normal" : "bias",
                     telemetry.position_m, telemetry.attitude_deg);
}

}  // namespace

std::string words_of(const DroneFootageOptions& options) {
  const DroneSceneOptions& scene = options.scene;
  std::string gaps;
  for (const TelemetryGap& gap : options.telemetry.gaps)
    gaps += fmt::format("{}[{:g},{:g}]", gaps.empty() ? "" : ",", gap.from_s, gap.to_s);
  std::string text = fmt::format(
      "\"flight\":\"{}\",\"people\":{},\"animals\":{},\"vehicles\":{},\"terrain\":\"{}\",\"sun\":\"{}\","
      "\"flight_weather\":"
      "\"{}\",\"zoom\":{:g},\"palette\":\"{}\",\"gain\":\"{}\",\"osd\":{}",
      word(scene.flight), scene.people, scene.animals, scene.vehicles, scene.hills ? "hills" : "flat",
      word(scene.sun), word(scene.weather), scene.zoom, word(options.palette),
      options.gain == GainKind::plateau ? "plateau" : "equalised", options.written_over);
  if (scene.height_m) text += fmt::format(",\"height_m\":{:g}", *scene.height_m);
  text += fmt::format(",\"telemetry_error\":\"{}\",\"telemetry_delay_ms\":{:g},\"telemetry_gaps\":[{}]",
                      errors_of(options.telemetry), options.telemetry.delay_s * 1000, gaps);
  if (options.scene.fps != DroneSceneOptions().fps) text += fmt::format(",\"fps\":{:g}", options.scene.fps);
  if (options.telemetry.hz) text += fmt::format(",\"telemetry_hz\":{:g}", *options.telemetry.hz);
  return text;
}

}  // namespace nightjar
