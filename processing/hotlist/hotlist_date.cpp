#include "processing/hotlist/hotlist_date.hpp"

#include <string>

namespace nightjar {
namespace {

using namespace std::chrono;

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<HotlistDate> date_of(std::string_view year_text, std::string_view month_text,
                                   std::string_view day_text, DateStyle style) {
  const auto y = digits(year_text);
  const auto m = digits(month_text);
  const auto d = digits(day_text);
  if (!y || !m || !d || *y < 1900 || *y > 2199) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  return HotlistDate{date, style};
}

hours summer_time(CaptureTime at) {
  const year y = year_month_day{floor<days>(at)}.year();
  const CaptureTime begins = sys_days{y / March / Sunday[last]} + hours{1};
  const CaptureTime ends = sys_days{y / October / Sunday[last]} + hours{1};
  return at >= begins && at < ends ? hours{1} : hours{0};
}

}  // namespace

std::optional<HotlistDate> parse_hotlist_date(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  if (text[4] == '-' && text[7] == '-') {
    return date_of(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2), DateStyle::iso);
  }
  if (text[2] == '/' && text[5] == '/') {
    return date_of(text.substr(6, 4), text.substr(3, 2), text.substr(0, 2), DateStyle::day_first);
  }
  return std::nullopt;
}

sys_days london_day(CaptureTime at) {
  return floor<days>(at + summer_time(at));
}

CaptureTime london_midnight(sys_days day) {
  // The clocks never change within an hour of midnight, so the offset at 00:00 UTC is the one in force.
  const CaptureTime utc_midnight = day;
  return utc_midnight - summer_time(utc_midnight);
}

}  // namespace nightjar
