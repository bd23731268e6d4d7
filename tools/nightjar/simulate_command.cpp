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

#include "tools/nightjar/stop_signals.hpp"
#include "tools/simulate/footage.hpp"
#include "tools/simulate/served_footage.hpp"

namespace nightjar {
namespace {

using std::chrono::milliseconds;

enum class Only { both, lane, drone };

struct Arguments {
  std::string out;
  FootageOptions footage;
  std::optional<double> seconds;
  std::optional<LaneLight> light;
  Only only = Only::both;
  std::optional<int> serve;
  int telemetry_port = 8601;
  std::vector<std::string> recordings;  ///< NAME=FILE
};

enum class Drawn { complete, stopped };

void show_progress(const FootageOptions& options, const FootageProgress& progress) {
  const auto part = [](bool wanted, const char* name, int drawn, double seconds, double fps) {
    return wanted ? fmt::format("  {} {:3.0f} %", name, 100 * drawn / (seconds * fps)) : std::string();
  };
  fmt::print(stderr, "\rDrawing{}{}",
             part(options.lane, "lane", progress.lane_frames, options.lane_s, options.lane_scene().fps),
             part(options.drone, "drone", progress.drone_frames, options.drone_s, options.drone_scene().fps));
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

std::optional<std::string> mistake_in(const Arguments& arguments) {
  if (!arguments.recordings.empty()) {
    if (!arguments.serve) return "--footage: expected --serve PORT beside it";
    if (!arguments.out.empty()) return "--footage: found OUT too, expected one of them";
    return std::nullopt;
  }
  if (arguments.out.empty()) return "OUT: missing, expected a folder for the footage";
  return std::nullopt;
}

int simulate(const Arguments& arguments) {
  if (const auto mistake = mistake_in(arguments)) {
    fmt::print(stderr, "nightjar simulate: {}\n", *mistake);
    return 2;
  }
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
  arguments.footage.light = arguments.light;
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

}  // namespace

void add_simulate_command(CLI::App& app, int& exit_code) {
  CLI::App* simulate =
      app.add_subcommand("simulate", "Labelled footage, an ANPR lane and a drone's thermal flight");
  const auto arguments = std::make_shared<Arguments>();
  const std::map<std::string, Only> kinds = {{"lane", Only::lane}, {"drone", Only::drone}};
  const std::map<std::string, LaneLight> lights = {
      {"day", LaneLight::day}, {"dusk", LaneLight::dusk}, {"infra-red", LaneLight::infra_red}};
  simulate->add_option("OUT", arguments->out, "The folder to write; made where it is missing");
  simulate->add_option("--seed", arguments->footage.seed, "The same seed gives the same footage")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  simulate->add_option("--seconds", arguments->seconds, "Length of each recording (lane 30, drone 40)")
      ->check(CLI::Range(1.0, 3600.0));
  simulate->add_option("--only", arguments->only, "lane or drone, where not both are wanted")
      ->transform(CLI::CheckedTransformer(kinds));
  simulate
      ->add_option("--light", arguments->light,
                   "day, dusk or infra-red; the seed chooses where this is missing")
      ->transform(CLI::CheckedTransformer(lights));
  simulate
      ->add_option("--serve", arguments->serve, "Then serve it as RTSP cameras on this port until stopped")
      ->check(CLI::Range(1, 65535));
  simulate
      ->add_option("--telemetry-port", arguments->telemetry_port, "UDP port for the served drone's telemetry")
      ->check(CLI::Range(1, 65535))
      ->capture_default_str();
  simulate->add_option("--footage", arguments->recordings,
                       "NAME=FILE: serve this H.264 recording instead (repeatable)");
  simulate->callback([arguments, &exit_code] { exit_code = simulate_or_say_why_not(*arguments); });
}

}  // namespace nightjar
