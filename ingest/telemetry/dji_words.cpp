#include "ingest/telemetry/dji_words.hpp"

#include <charconv>
#include <cmath>

namespace nightjar {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

/// What follows the key where it is a word of its own; the search goes on from `from`.
std::optional<std::string_view> behind(std::string_view text, std::string_view key, std::size_t& from) {
  for (std::size_t at = text.find(key, from); at != std::string_view::npos; at = text.find(key, at + 1)) {
    const std::size_t end = at + key.size();
    from = at + 1;
    const bool starts = at == 0 || !is_word(text[at - 1]);
    const bool ends = end == text.size() || !is_word(text[end]);
    if (starts && ends) return text.substr(end);
  }
  return {};
}

std::optional<DjiNumber> number_at(std::string_view text) {
  text = without_blanks(text);
  DjiNumber number;
  if (!text.empty() && std::string_view("nesw").find(text.front()) != std::string_view::npos) {
    number.side = text.front();
    text = without_blanks(text.substr(1));
    if (!text.empty() && text.front() == ':') text = without_blanks(text.substr(1));
  }
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty() || !(is_digit(text.front()) || text.front() == '-' || text.front() == '.')) return {};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.value);
  if (error != std::errc() || !std::isfinite(number.value)) return {};
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  number.unit = text.substr(0, text.find_first_of(" \t,])/"));
  return number;
}

/// As many digits as a number of a date has, and what must stand behind them.
std::optional<int> take_digits(std::string_view& text, std::size_t most, std::string_view then) {
  int number = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < most && is_digit(text[digits]))
    number = number * 10 + (text[digits++] - '0');
  if (digits == 0) return {};
  text.remove_prefix(digits);
  if (then.empty()) return number;
  if (text.empty() || then.find(text.front()) == std::string_view::npos) return {};
  text.remove_prefix(1);
  return number;
}

/// `,531,716` or `.531`: milliseconds and, where they stand apart, microseconds.
std::chrono::microseconds fraction_at(std::string_view text) {
  std::chrono::microseconds fraction{0};
  int scale = 100000;
  for (const char c : text) {
    if (c == ',' || (c == '.' && scale == 100000)) continue;
    if (!is_digit(c) || scale == 0) break;
    fraction += std::chrono::microseconds((c - '0') * scale);
    scale /= 10;
  }
  return fraction;
}

std::optional<CaptureTime> date_at(std::string_view text) {
  const auto year = take_digits(text, 4, ".-/");
  const auto month = year ? take_digits(text, 2, ".-/") : std::nullopt;
  const auto day = month ? take_digits(text, 2, " t") : std::nullopt;
  if (!day) return {};
  text = without_blanks(text);
  const auto hour = take_digits(text, 2, ":");
  const auto minute = hour ? take_digits(text, 2, ":") : std::nullopt;
  const auto second = minute ? take_digits(text, 2, "") : std::nullopt;
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return {};
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *year < 2000) return {};
  return CaptureTime(std::chrono::sys_days(date)) + std::chrono::hours(*hour) +
         std::chrono::minutes(*minute) + std::chrono::seconds(*second) + fraction_at(text);
}

}  // namespace

std::optional<DjiNumber> dji_number(std::string_view text, std::string_view key) {
  std::size_t from = 0;
  while (const auto found = behind(text, key, from)) {
    std::string_view rest = without_blanks(*found);
    if (!rest.empty() && rest.front() == ':') rest.remove_prefix(1);
    if (const auto number = number_at(rest)) return number;
  }
  return {};
}

std::optional<DjiGroup> dji_group(std::string_view text, std::string_view key) {
  std::size_t from = 0;
  while (const auto found = behind(text, key, from)) {
    std::string_view rest = without_blanks(*found);
    if (!rest.empty() && rest.front() == ':') rest = without_blanks(rest.substr(1));
    const std::size_t closes = rest.find(')');
    if (rest.empty() || rest.front() != '(' || closes == std::string_view::npos) continue;
    rest = rest.substr(1, closes - 1);
    DjiGroup group;
    for (auto& number : group.numbers) {
      const std::size_t comma = rest.find(',');
      number = number_at(rest.substr(0, comma));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
    return group;
  }
  return {};
}

std::optional<CaptureTime> dji_date(std::string_view text) {
  for (std::size_t at = 0; at + 14 <= text.size(); ++at) {
    const bool starts = is_digit(text[at]) && (at == 0 || !is_word(text[at - 1]));
    if (!starts) continue;
    if (const auto date = date_at(text.substr(at))) return date;
  }
  return {};
}

}  // namespace nightjar
