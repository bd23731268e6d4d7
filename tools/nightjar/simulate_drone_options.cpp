#include "tools/nightjar/simulate_drone_options.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {
namespace {

/// "1.5,2" as its two numbers, neither negative.
std::optional<std::array<double, 2>> two_numbers(std::string_view text) {
  std::array<double, 2> numbers{};
  const char* at = text.data();
  const char* end = at + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ',')) return std::nullopt;
    const auto [next, fault] = std::from_chars(at, end, numbers[i], std::chars_format::fixed);
    if (fault != std::errc() || !(numbers[i] >= 0)) return std::nullopt;
    at = next;
  }
  return at == end ? std::optional(numbers) : std::nullopt;
}

void take_errors(const std::string& text, TelemetryOptions& telemetry) {
  const auto refuse = [&] {
    throw CLI::ValidationError(
        "--telemetry-error",
        fmt::format("found {}, expected none, normal:POS_M,ATT_DEG or bias:POS_M,ATT_DEG, "
                    "at most 1000 m and 90 degrees",
                    text));
  };
  if (text == "none") {
    telemetry.errors = TelemetryErrors::none;
    return;
  }
  const auto colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  const auto sizes =
      colon == std::string::npos ? std::nullopt : two_numbers(std::string_view(text).substr(colon + 1));
  if ((kind != "normal" && kind != "bias") || !sizes || (*sizes)[0] > 1000 || (*sizes)[1] > 90) {
    refuse();
    return;
  }
  telemetry.errors = kind == "normal" ? TelemetryErrors::normal : TelemetryErrors::bias;
  telemetry.position_m = (*sizes)[0];
  telemetry.attitude_deg = (*sizes)[1];
}

void take_gap(const std::string& text, TelemetryOptions& telemetry) {
  const auto ends = two_numbers(text);
  if (!ends || (*ends)[0] >= (*ends)[1])
    throw CLI::ValidationError(
        "--telemetry-gap",
        fmt::format("found {}, expected FROM,TO in seconds of the flight, FROM the earlier", text));
  telemetry.gaps.push_back({(*ends)[0], (*ends)[1]});
}

template <typename Value>
void add_choice(CLI::App& command, const std::string& name, Value& value,
                const std::map<std::string, Value>& words, const std::string& help) {
  command.add_option(name, value, help)->transform(CLI::CheckedTransformer(words))->group(kDroneGroup);
}

void add_scene_options(CLI::App& command, DroneSceneOptions& scene) {
  add_choice<FlightKind>(
      command, "--flight", scene.flight,
      {{"mixed", FlightKind::mixed},
       {"nadir", FlightKind::nadir},
       {"oblique", FlightKind::oblique},
       {"search", FlightKind::search}},
      "mixed (down, then ahead), nadir, oblique or search (hovers, returns after a minute)");
  add_choice<SunHeat>(command, "--sun", scene.sun,
                      {{"night", SunHeat::night}, {"evening", SunHeat::evening}, {"day", SunHeat::day}},
                      "How warm the ground is: night, evening or day");
  add_choice<Weather>(command, "--flight-weather", scene.weather,
                      {{"clear", Weather::clear}, {"mist", Weather::mist}, {"rain", Weather::rain}},
                      "clear, mist or rain");
  add_choice<bool>(command, "--terrain", scene.hills, {{"flat", false}, {"hills", true}},
                   "flat, or hills (written as terrain.tif)");
  command
      .add_option("--height", scene.height_m,
                  "Metres above the ground; the seed chooses where this is missing")
      ->check(CLI::Range(30.0, 120.0))
      ->group(kDroneGroup);
  command.add_option("--fps", scene.fps, "Pictures a second of the flight")
      ->check(CLI::Range(5.0, 60.0))
      ->capture_default_str()
      ->group(kDroneGroup);
  command.add_option("--zoom", scene.zoom, "What the lens zooms to at six tenths of the flight")
      ->check(CLI::Range(1.0, 4.0))
      ->group(kDroneGroup);
  command.add_option("--people", scene.people, "How many")->check(CLI::Range(0, 60))->group(kDroneGroup);
  command.add_option("--animals", scene.animals, "How many")->check(CLI::Range(0, 200))->group(kDroneGroup);
  command.add_option("--vehicles", scene.vehicles, "How many")->check(CLI::Range(0, 20))->group(kDroneGroup);
}

void add_telemetry_options(CLI::App& command, TelemetryOptions& telemetry) {
  command
      .add_option_function<std::string>(
          "--telemetry-error", [&telemetry](const std::string& text) { take_errors(text, telemetry); },
          "none, normal:POS_M,ATT_DEG (each record for itself) or bias:POS_M,ATT_DEG (constant)")
      ->group(kDroneGroup);
  command
      .add_option_function<double>(
          "--telemetry-delay-ms", [&telemetry](double ms) { telemetry.delay_s = ms / 1000; },
          "How long before its time a record was true")
      ->check(CLI::Range(0.0, 10000.0))
      ->group(kDroneGroup);
  command
      .add_option_function<std::vector<std::string>>(
          "--telemetry-gap",
          [&telemetry](const std::vector<std::string>& gaps) {
            for (const std::string& gap : gaps) take_gap(gap, telemetry);
          },
          "FROM,TO: seconds of the flight without records (repeatable)")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->group(kDroneGroup);
  command.add_option("--telemetry-hz", telemetry.hz, "Records a second; one a frame where this is missing")
      ->check(CLI::Range(0.1, 100.0))
      ->group(kDroneGroup);
}

}  // namespace

void add_drone_options(CLI::App& command, DroneFootageOptions& footage) {
  add_scene_options(command, footage.scene);
  add_choice<ThermalPalette>(command, "--palette", footage.palette,
                             {{"white-hot", ThermalPalette::white_hot},
                              {"black-hot", ThermalPalette::black_hot},
                              {"ironbow", ThermalPalette::ironbow},
                              {"rainbow", ThermalPalette::rainbow}},
                             "Of the 8-bit video: white-hot, black-hot, ironbow or rainbow");
  add_choice<GainKind>(
      command, "--gain", footage.gain, {{"plateau", GainKind::plateau}, {"equalised", GainKind::equalised}},
      "Automatic gain of the 8-bit video: plateau, or equalised, which leaves bodies fewer levels");
  command.add_flag("--osd", footage.written_over, "Time and position are written over the 8-bit video")
      ->group(kDroneGroup);
  add_telemetry_options(command, footage.telemetry);
}

}  // namespace nightjar
