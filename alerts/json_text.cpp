#include "alerts/json_text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kUsualLength = 2048;            // bytes of an event
constexpr double kFixedFrom = 1e-4, kFixedTo = 1e15;  // beyond, numbers are written with an exponent

bool is_plain(char character) {
  const auto code = static_cast<unsigned char>(character);
  return code >= 0x20 && code < 0x7F && code != '"' && code != '\\';
}

}  // namespace

JsonText::JsonText(std::size_t longest_text) : longest_text_(longest_text) {
  text_.reserve(kUsualLength);
  text_ += '{';
}

void JsonText::separate() {
  if (text_.back() != '{' && text_.back() != '[') text_ += ',';
}

void JsonText::key(std::string_view name) {
  separate();
  ((text_ += '"') += name) += "\":";
}

void JsonText::quote(std::string_view value) {
  if (std::all_of(value.begin(), value.end(), is_plain)) {
    ((text_ += '"') += value) += '"';
  } else {
    text_ += dumped(value);
  }
}

void JsonText::quote_cut(std::string_view value) {
  if (value.size() <= longest_text_) return quote(value);
  std::size_t end = longest_text_;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
  quote(std::string(value.substr(0, end)) + "…");
}

void JsonText::word(std::string_view name, std::string_view value) {
  key(name);
  quote(value);
}

void JsonText::text(std::string_view name, std::string_view value) {
  key(name);
  quote_cut(value);
}

void JsonText::time(std::string_view name, const std::optional<CaptureTime>& value) {
  if (value) word(name, format_utc(*value));
}

void JsonText::texts(std::string_view name, const std::vector<std::string>& items, std::size_t most) {
  key(name);
  text_ += '[';
  for (std::size_t i = 0; i < items.size() && i < most; ++i) {
    separate();
    quote_cut(items[i]);
  }
  text_ += ']';
}

void JsonText::flag(std::string_view name, bool value) {
  key(name);
  text_ += value ? "true" : "false";
}

void JsonText::number(std::string_view name, std::optional<double> value, int decimals) {
  if (!value || !std::isfinite(*value)) return;
  const double scale = std::pow(10.0, decimals);
  const double rounded = std::round(*value * scale) / scale;
  if (!std::isfinite(rounded)) return;
  key(name);
  const double size = std::abs(rounded);
  if (size == 0) {
    text_ += "0.0";  // no minus zero
    return;
  }
  std::array<char, 40> digits;
  const bool fixed = size >= kFixedFrom && size < kFixedTo;
  const auto format = fixed ? std::chars_format::fixed : std::chars_format::scientific;
  const std::string_view written(digits.begin(),
                                 std::to_chars(digits.begin(), digits.end(), rounded, format).ptr);
  text_ += written;
  if (fixed && written.find('.') == std::string_view::npos) text_ += ".0";
}

std::string JsonText::take() {
  text_ += '}';
  return std::exchange(text_, {});
}

}  // namespace nightjar
