#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Reads `2026-11-21T20:00:00Z` with one to nine digits of fraction or none (cut to microseconds). Nothing
/// else is taken: no other zone, no missing zone, no leap second, no day that the calendar lacks.
[[nodiscard]] std::optional<CaptureTime> parse_utc(std::string_view text);

/// `2026-11-21T20:00:00.123Z`, cut to milliseconds.
[[nodiscard]] std::string format_utc(CaptureTime time);

/// `2026-11-21T20:00:00.123456Z`: parse_utc gives the same instant again.
[[nodiscard]] std::string format_utc_exact(CaptureTime time);

}  // namespace nightjar
