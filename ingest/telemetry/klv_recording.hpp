#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// The telemetry in a recording's own bytes.
struct KlvRecording {
  std::vector<Telemetry> records;  ///< at the times that the packets state; none where the clock was set back
  std::vector<std::string> notes;  ///< what was found out, passed over or left out, a phrase each
};

/// All packets of a file of bare KLV or of an MPEG transport stream. Reads the file twice: what the angles
/// mean is chosen by all of it. Throws std::runtime_error where it cannot be read.
[[nodiscard]] KlvRecording read_klv_recording(const std::filesystem::path& file);

/// Takes out of runs of records those whose times another run claims, too: the clock was set back, and which
/// of them is right cannot be known. What is left is in order of time.
[[nodiscard]] std::vector<Telemetry> without_overlaps(const std::vector<std::vector<Telemetry>>& runs);

}  // namespace nightjar
