#include "processing/hotlist/readable_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace nightjar {
namespace {

constexpr std::size_t kLongestShown = 40;

bool is_plain(unsigned char byte) {
  return byte >= 0x20 && byte < 0x7f;
}

/// Bytes of the UTF-8 character at the front (Unicode 15, table 3-7), or 0.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) > 0x9F) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

/// C0 and C1 controls and DEL: a terminal would obey them.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 2) return first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
  return character.size() == 1 && !is_plain(first);
}

}  // namespace

std::optional<std::string_view> unreadable(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return is_plain(static_cast<unsigned char>(c)); })) {
    return std::nullopt;
  }
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return "bytes that are not UTF-8";
    const bool allowed = text.front() == '\t' || text.front() == '\n' || text.substr(0, 2) == "\r\n";
    if (!allowed && is_control(text.substr(0, length))) return "a control character";
    text.remove_prefix(length);
  }
  return std::nullopt;
}

std::string readable(std::string_view text) {
  std::string result;
  while (!text.empty() && result.size() < kLongestShown) {
    const std::size_t length = utf8_length(text);
    if (length == 0 || is_control(text.substr(0, length))) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
    } else {
      result += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return text.empty() ? result : result + "...";
}

}  // namespace nightjar
