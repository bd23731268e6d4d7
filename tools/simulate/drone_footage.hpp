#pragma once

#include <atomic>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "tools/simulate/drone/display_gain.hpp"
#include "tools/simulate/drone/flight_options.hpp"
#include "tools/simulate/drone/reported_telemetry.hpp"
#include "tools/simulate/drone/shown_picture.hpp"

namespace nightjar {

/// A flight and what is recorded of it.
struct DroneFootageOptions {
  DroneSceneOptions scene;
  TelemetryOptions telemetry;
  ThermalPalette palette = ThermalPalette::white_hot;  ///< of the 8-bit video
  GainKind gain = GainKind::plateau;                   ///< likewise
  bool written_over = false;                           ///< the 8-bit video bears the time and the position
};

/// The options as members of a JSON object, for footage.json.
[[nodiscard]] std::string words_of(const DroneFootageOptions& options);

/// The files that write_drone_footage makes.
[[nodiscard]] std::vector<std::string> drone_files(const DroneFootageOptions& options);

/// Draws the flight into `folder`: drone16.mkv, drone.mp4, drone.ts, drone.SRT, drone.jsonl,
/// drone_exact.jsonl and, over hills, terrain.tif. Returns what is true of it, as lines of TRUTH.jsonl;
/// nothing where `stop` ended it early. Throws std::runtime_error.
[[nodiscard]] std::string write_drone_footage(const std::filesystem::path& folder,
                                              const DroneFootageOptions& options, std::atomic<int>& drawn,
                                              const std::stop_token& stop);

}  // namespace nightjar
