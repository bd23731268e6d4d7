#pragma once

#include <filesystem>
#include <optional>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Replaces what a muxer takes from the clock or from chance, so that equal footage gives equal bytes:
/// in MP4 the creation and modification times (0, which readers take as none, without a date), in Matroska
/// the date and the random identifiers. Other files stay as they are. Throws std::runtime_error on a file
/// that is not what its ending says.
void settle_container(const std::filesystem::path& file, std::optional<CaptureTime> date);

}  // namespace nightjar
