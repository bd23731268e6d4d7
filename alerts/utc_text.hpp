#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// "2026-11-21T20:00:00.125Z", cut to the millisecond.
[[nodiscard]] std::string utc_text(CaptureTime time);

/// Of "YYYY-MM-DDTHH:MM:SS[.f to .ffffff]Z" only.
[[nodiscard]] std::optional<CaptureTime> utc_time_of(std::string_view text);

}  // namespace nightjar
