#include "tools/nightjar/simulate_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/nightjar/simulate_drone_options.hpp"
#include "tools/nightjar/stop_signals.hpp"
#include "tools/simulate/footage.hpp"
#include "tools/simulate/served_footage.hpp"

namespace nightjar {
namespace {

using std::chrono::milliseconds;

enum class Only { both, lane, drone };

const std::string kMixed = "mixed";
const std::map<std::string, LaneLight> kLights = {{"day", LaneLight::day},
                                                  {"overcast", LaneLight::overcast},
                                                  {"dusk", LaneLight::dusk},
                                                  {"night", LaneLight::night},
                                                  {"infra-red", LaneLight::infra_red}};
const std::map<std::string, LaneWeather> kWeathers = {
    {"dry", LaneWeather::dry}, {"rain", LaneWeather::rain}, {"fog", LaneWeather::fog}};

struct Arguments {
  std::string out;
  FootageOptions footage;
  std::optional<double> seconds;
  std::string light;
  std::string weather = "dry";
  Only only = Only::both;
  std::optional<int> serve;
  int telemetry_port = 8601;
  std::vector<std::string> recordings;                              ///< NAME=FILE
  std::vector<std::string> given_lane, given_drone, given_footage;  ///< options of just these, as given
};

enum class Drawn { complete, stopped };

void show_progress(const FootageOptions& options, const FootageProgress& progress) {
  const auto part = [](bool wanted, const char* name, int drawn, double total) {
    return wanted && total > 0 ? fmt::format("  {} {:3.0f} %", name, 100 * drawn / total) : std::string();
  };
  fmt::print(stderr, "\rDrawing{}{}", part(options.lane, "lane", progress.lane_frames, progress.lane_total),
             part(options.drone, "drone", progress.drone_frames, options.drone_s * options.flight.scene.fps));
}

Drawn draw(const Arguments& arguments, StopSignals& signals) {
  FootageProgress progress;
  std::stop_source stop;
  std::future<bool> done = std::async(std::launch::async, [&] {
    return write_footage(arguments.out, arguments.footage, progress, stop.get_token());
  });
  const bool terminal = isatty(STDERR_FILENO) == 1;
  while (done.wait_for(milliseconds(0)) != std::future_status::ready) {
    if (terminal) show_progress(arguments.footage, progress);
    if (signals.wait_for(milliseconds(100))) stop.request_stop();
    if (stop.stop_requested()) break;
  }
  if (terminal) fmt::print(stderr, "\r{:40}\r", "");
  return done.get() ? Drawn::complete : Drawn::stopped;
}

void say_served(const ServedFootage& served, const std::string& more) {
  for (const std::string& address : served.addresses()) fmt::print("serving {}\n", address);
  if (!more.empty()) fmt::print("{}\n", more);
  std::fflush(stdout);
}

void wait_for_end(StopSignals& signals) {
  while (!signals.wait_for(milliseconds(1000))) {
  }
}

std::vector<ServedFile> recordings_of(const Arguments& arguments) {
  std::vector<ServedFile> files;
  for (const std::string& recording : arguments.recordings) {
    const auto equals = recording.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == recording.size())
      throw std::runtime_error(fmt::format("--footage: found {}, expected NAME=FILE", recording));
    files.push_back({"/" + recording.substr(0, equals), recording.substr(equals + 1)});
  }
  return files;
}

std::vector<std::string> mistakes_in(const Arguments& arguments) {
  std::vector<std::string> mistakes;
  const auto refuse = [&mistakes](const std::vector<std::string>& options, const char* why) {
    for (const std::string& option : options) mistakes.push_back(option + ": " + why);
  };
  if (!arguments.recordings.empty()) {
    if (!arguments.serve) mistakes.emplace_back("--footage: expected --serve PORT beside it");
    if (!arguments.out.empty()) mistakes.emplace_back("--footage: found OUT too, expected one of them");
    for (const auto* options : {&arguments.given_footage, &arguments.given_lane, &arguments.given_drone})
      refuse(*options, "found beside --footage, expected only where footage is drawn");
    return mistakes;
  }
  if (arguments.only == Only::lane)
    refuse(arguments.given_drone, "found beside --only lane, expected only where the drone is drawn");
  if (arguments.only == Only::drone)
    refuse(arguments.given_lane, "found beside --only drone, expected only where the lane is drawn");
  if (arguments.footage.passes && arguments.seconds && arguments.only == Only::lane)
    mistakes.emplace_back("--passes: found --seconds too, expected one of them");
  if (arguments.out.empty()) mistakes.emplace_back("OUT: missing, expected a folder for the footage");
  return mistakes;
}

int simulate(const Arguments& arguments) {
  const std::vector<std::string> mistakes = mistakes_in(arguments);
  for (const std::string& mistake : mistakes) fmt::print(stderr, "nightjar simulate: {}\n", mistake);
  if (!mistakes.empty()) return 2;
  StopSignals signals;
  if (!arguments.recordings.empty()) {
    const ServedFootage served(recordings_of(arguments), *arguments.serve);
    say_served(served, "");
    wait_for_end(signals);
    return 0;
  }
  const bool stands = footage_stands(arguments.out, arguments.footage);
  if (!stands && draw(arguments, signals) == Drawn::stopped) {
    fmt::print(stderr, "nightjar simulate: {}: stopped before the footage was complete\n", arguments.out);
    return 1;
  }
  fmt::print("{}: footage of seed {}{}\n", arguments.out, arguments.footage.seed,
             stands ? ", as it stood there" : "");
  std::fflush(stdout);
  if (!arguments.serve) return 0;
  const ServedFootage served(arguments.out, arguments.footage, *arguments.serve, arguments.telemetry_port);
  say_served(served, arguments.footage.drone
                         ? fmt::format("telemetry to udp://127.0.0.1:{}", arguments.telemetry_port)
                         : "");
  wait_for_end(signals);
  return 0;
}

int simulate_or_say_why_not(Arguments arguments) {
  if (const auto light = kLights.find(arguments.light); light != kLights.end())
    arguments.footage.light = light->second;
  arguments.footage.mixed_light = arguments.light == kMixed;
  arguments.footage.mixed_weather = arguments.weather == kMixed;
  if (const auto weather = kWeathers.find(arguments.weather); weather != kWeathers.end())
    arguments.footage.weather = weather->second;
  arguments.footage.lane = arguments.only != Only::drone;
  arguments.footage.drone = arguments.only != Only::lane;
  if (arguments.seconds) arguments.footage.lane_s = arguments.footage.drone_s = *arguments.seconds;
  try {
    return simulate(arguments);
  } catch (const std::exception& error) {
    fmt::print(stderr, "nightjar simulate: {}\n", error.what());
    return 2;
  }
}

template <typename Value>
std::vector<std::string> names_of(const std::map<std::string, Value>& values) {
  std::vector<std::string> names;
  names.reserve(values.size() + 1);
  for (const auto& [name, value] : values) names.push_back(name);
  names.push_back(kMixed);
  return names;
}

const char* const kLaneGroup = "Lane";
const char* const kFootageGroup = "Footage";

void add_lane_options(CLI::App& simulate, Arguments& arguments) {
  simulate
      .add_option("--light", arguments.light,
                  "day, overcast, dusk, night, infra-red, or mixed, each for 30 s; the seed chooses "
                  "where this is missing")
      ->check(CLI::IsMember(names_of(kLights)))
      ->group(kLaneGroup);
  simulate.add_option("--weather", arguments.weather, "dry, rain, fog, or mixed, each for 30 s")
      ->check(CLI::IsMember(names_of(kWeathers)))
      ->capture_default_str()
      ->group(kLaneGroup);
  simulate.add_option("--lanes", arguments.footage.lanes, "How many lead each way")
      ->check(CLI::Range(1, kMostLanes))
      ->capture_default_str()
      ->group(kLaneGroup);
  simulate
      .add_option("--passes", arguments.footage.passes,
                  "So many vehicles with a plate to be read, in dense traffic, however long it takes")
      ->check(CLI::Range(1, 100000))
      ->group(kLaneGroup);
}

void add_footage_options(CLI::App& simulate, Arguments& arguments) {
  static const std::map<std::string, Only> kKinds = {{"lane", Only::lane}, {"drone", Only::drone}};
  simulate.add_option("--seed", arguments.footage.seed, "The same seed gives the same footage")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(kFootageGroup);
  simulate.add_option("--seconds", arguments.seconds, "Length of each recording (lane 30, drone 40)")
      ->check(CLI::Range(1.0, 3600.0))
      ->group(kFootageGroup);
  simulate.add_option("--only", arguments.only, "lane or drone, where not both are wanted")
      ->transform(CLI::CheckedTransformer(kKinds))
      ->group(kFootageGroup);
}

/// The names of a group's options that stand in the command line.
std::vector<std::string> given_of(const CLI::App& command, const std::string& group) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    if (option->count() > 0 && option->get_group() == group) names.push_back(option->get_name());
  return names;
}

}  // namespace

void add_simulate_command(CLI::App& app, int& exit_code) {
  CLI::App* simulate =
      app.add_subcommand("simulate", "Labelled footage, an ANPR lane and a drone's thermal flight");
  const auto arguments = std::make_shared<Arguments>();
  simulate->add_option("OUT", arguments->out, "The folder to write; made where it is missing");
  add_footage_options(*simulate, *arguments);
  add_lane_options(*simulate, *arguments);
  simulate
      ->add_option("--serve", arguments->serve, "Then serve it as RTSP cameras on this port until stopped")
      ->check(CLI::Range(1, 65535));
  simulate
      ->add_option("--telemetry-port", arguments->telemetry_port, "UDP port for the served drone's telemetry")
      ->check(CLI::Range(1, 65535))
      ->capture_default_str()
      ->group(kDroneGroup);
  simulate->add_option("--footage", arguments->recordings,
                       "NAME=FILE: serve this H.264 recording instead (repeatable)");
  add_drone_options(*simulate, arguments->footage.flight);
  simulate->callback([simulate, arguments, &exit_code] {
    arguments->given_footage = given_of(*simulate, kFootageGroup);
    arguments->given_lane = given_of(*simulate, kLaneGroup);
    arguments->given_drone = given_of(*simulate, kDroneGroup);
    exit_code = simulate_or_say_why_not(*arguments);
  });
}

}  // namespace nightjar
