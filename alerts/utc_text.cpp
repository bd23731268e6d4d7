#include "alerts/utc_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace nightjar {
namespace {

using namespace std::chrono;

/// The digits at a place, as a number; -1 where they are none.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char digit : text.substr(at, count)) {
    if (digit < '0' || digit > '9') return -1;
    value = value * 10 + (digit - '0');
  }
  return value;
}

std::optional<microseconds> fraction_of(std::string_view text) {
  if (text.empty()) return microseconds(0);
  if (text.front() != '.' || text.size() < 2 || text.size() > 7) return std::nullopt;
  int value = digits(text, 1, text.size() - 1);
  if (value < 0) return std::nullopt;
  for (std::size_t i = text.size(); i < 7; ++i) value *= 10;
  return microseconds(value);
}

}  // namespace

std::string utc_text(CaptureTime time) {
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<milliseconds>(time - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::optional<CaptureTime> utc_time_of(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= kShape.size() || text.back() != 'Z') return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] != 'd' && text[i] != kShape[i]) return std::nullopt;
  }
  const int month_number = digits(text, 5, 2);
  const int day_number = digits(text, 8, 2);
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  const int year_number = digits(text, 0, 4);
  const auto fraction = fraction_of(text.substr(kShape.size(), text.size() - kShape.size() - 1));
  if (year_number < 0 || month_number < 1 || day_number < 1 || !fraction) return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
  const year_month_day date(year(year_number), month(static_cast<unsigned>(month_number)),
                            day(static_cast<unsigned>(day_number)));
  if (!date.ok()) return std::nullopt;
  return CaptureTime(sys_days(date)) + hours(hour) + minutes(minute) + seconds(second) + *fraction;
}

}  // namespace nightjar
