#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "ingest/telemetry.hpp"

namespace nightjar {

enum class DateStyle { iso, day_first };

/// YYYY-MM-DD or DD/MM/YYYY, and nothing else. nullopt: neither, or no day of the calendar from 1900 to 2199.
struct HotlistDate {
  std::chrono::year_month_day day;
  DateStyle style;
};
[[nodiscard]] std::optional<HotlistDate> parse_hotlist_date(std::string_view text);

/// The calendar day in Europe/London: UTC, or an hour ahead from 01:00 UTC on the last Sunday of March to
/// 01:00 UTC on the last Sunday of October (Summer Time Order 2002; holds for the years from 1996).
[[nodiscard]] std::chrono::sys_days london_day(CaptureTime at);

/// The instant at which a day begins in Europe/London.
[[nodiscard]] CaptureTime london_midnight(std::chrono::sys_days day);

}  // namespace nightjar
