#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace nightjar {

enum class TelemetryKind { json_lines, dji_srt, klv, mpeg_ts };

/// What kind of telemetry begins like this, whatever its name; 64 KiB are enough. nothing: none of them.
[[nodiscard]] std::optional<TelemetryKind> telemetry_kind_of(std::string_view beginning);

/// Throws std::runtime_error where the file cannot be read.
[[nodiscard]] std::optional<TelemetryKind> telemetry_kind(const std::filesystem::path& file);

}  // namespace nightjar
