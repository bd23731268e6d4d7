#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// One subtitle of a DJI side file.
///
/// Gimbal angles of these files are to north and the horizon, so the platform's pitch and roll are no part of
/// the line of sight: they are 0 here, and the gimbal's yaw is what is left of the platform's heading. Where
/// the lens zooms they are absent: the field of view is then not known, and that of the site file's lens,
/// which does not zoom, would be wrong.
struct DjiSrtRecord {
  Telemetry telemetry;               ///< measured_at only where `dated`
  std::chrono::microseconds cue{0};  ///< from the recording's start
  bool dated = false;                ///< by the drone's own clock, whose zone is not told: taken as UTC
  std::vector<std::string> notes;    ///< why something of it is not known
  int line = 0;
};

/// What a DJI side file holds and what is odd about it.
struct DjiSrtRead {
  std::vector<DjiSrtRecord> records;  ///< one for each subtitle, those without a position too
  std::vector<std::string> errors;    ///< `FILE:LINE: …`: the file is no telemetry
  std::vector<std::string> notes;     ///< `FILE:LINE: …`, each once, where it first showed
};

/// Side files (.SRT) of DJI's drones in all their dialects; `name` begins each message.
[[nodiscard]] DjiSrtRead parse_dji_srt(std::string_view text, const std::string& name);

/// A file that cannot be read is an error in the result.
[[nodiscard]] DjiSrtRead read_dji_srt(const std::filesystem::path& file);

}  // namespace nightjar
