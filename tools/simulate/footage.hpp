#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "ingest/telemetry.hpp"
#include "tools/simulate/drone_footage.hpp"
#include "tools/simulate/lane/lane_recording.hpp"

namespace nightjar {

/// What footage to make. The same options make the same bytes in every file.
struct FootageOptions {
  std::uint64_t seed = 1;
  double lane_s = 30;
  double drone_s = 40;
  std::optional<LaneLight> light;  ///< of the lane; absent: the seed's
  LaneWeather weather = LaneWeather::dry;
  bool mixed_light = false;    ///< each chapter of the lane has its own light,
  bool mixed_weather = false;  ///< or weather, in turn
  int lanes = 1;               ///< in each direction
  std::optional<int> passes;   ///< of plates to be read; then lane_s says nothing
  bool lane = true;
  bool drone = true;
  DroneFootageOptions flight{};  ///< but for its seed and length, which are those above

  [[nodiscard]] LaneRecordingOptions lane_recording() const;
  [[nodiscard]] DroneFootageOptions drone_footage() const;
};

/// When all made footage begins: 2026-11-21T20:00:00Z.
[[nodiscard]] CaptureTime footage_start();

/// Frames drawn so far, for whoever shows progress; written by the drawing threads.
struct FootageProgress {
  std::atomic<int> lane_frames = 0;
  std::atomic<int> lane_total = 0;  ///< 0 until it is known
  std::atomic<int> drone_frames = 0;
};

/// Draws lane and drone, each on a thread of its own, into `folder`: lane.mp4 and hotlist.csv,
/// drone_files(), TRUTH.jsonl, site.toml and, last, footage.json, which says that all is complete.
/// Throws std::runtime_error on what cannot be written. Returns false where `stop` ended it early.
bool write_footage(const std::filesystem::path& folder, const FootageOptions& options,
                   FootageProgress& progress, std::stop_token stop);

/// Whether `folder` holds complete footage of just these options, made by this version.
[[nodiscard]] bool footage_stands(const std::filesystem::path& folder, const FootageOptions& options);

}  // namespace nightjar
