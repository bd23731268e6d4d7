#include "ingest/telemetry/subtitle_cues.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace nightjar {
namespace {

constexpr std::string_view kArrow = "-->";
constexpr std::size_t kLongestText = 4096;  // a subtitle of telemetry has some hundred characters

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// A whole number of at most nine digits at the front, taken off it.
std::optional<int> take_number(std::string_view& text) {
  int number = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 9 && text[digits] >= '0' && text[digits] <= '9')
    number = number * 10 + (text[digits++] - '0');
  if (digits == 0) return {};
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// `00:00:01,016`, or with a point; the fraction may be missing.
std::optional<std::chrono::microseconds> time_of(std::string_view text) {
  text = trimmed(text);
  const auto hours = take_number(text);
  if (!hours || *hours > 99 || !take(text, ":")) return {};
  const auto minutes = take_number(text);
  if (!minutes || *minutes > 59 || !take(text, ":")) return {};
  const auto seconds = take_number(text);
  if (!seconds || *seconds > 60) return {};  // the Matrice 300 ends each minute at 60
  std::chrono::microseconds time =
      std::chrono::hours(*hours) + std::chrono::minutes(*minutes) + std::chrono::seconds(*seconds);
  if (text.empty()) return time;
  if (!take(text, ",.") || text.empty() || text.size() > 6) return {};
  int scale = 100000;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return {};
    time += std::chrono::microseconds((digit - '0') * scale);
    scale /= 10;
  }
  return time;
}

std::optional<SubtitleCue> times_of(std::string_view line) {
  const std::size_t arrow = line.find(kArrow);
  if (arrow == std::string_view::npos) return {};
  const auto begins = time_of(line.substr(0, arrow)), ends = time_of(line.substr(arrow + kArrow.size()));
  if (!begins || !ends) return {};
  return SubtitleCue{*begins, *ends, "", 0};
}

bool is_number(std::string_view line) {
  return !line.empty() && std::all_of(line.begin(), line.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Lower case, without `<font …>`; a tag that never closes is words.
void add_words(std::string& text, std::string_view line) {
  if (text.size() + line.size() + 1 > kLongestText) return;
  if (!text.empty()) text += ' ';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::size_t closes = line[i] == '<' ? line.find('>', i) : std::string_view::npos;
    if (closes != std::string_view::npos) {
      i = closes;
      continue;
    }
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(line[i])));
  }
}

}  // namespace

SubtitleCues read_subtitles(std::string_view text) {
  SubtitleCues read;
  std::string_view number_before;  // the next subtitle's number, or words of this one
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    const std::string_view words = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (auto cue = times_of(words)) {
      cue->line = line;
      read.cues.push_back(std::move(*cue));
      number_before = {};
      continue;
    }
    if (words.find(kArrow) != std::string_view::npos) {
      read.damaged.push_back(line);
      number_before = {};
      continue;
    }
    if (words.empty() || read.cues.empty()) continue;
    if (!number_before.empty()) add_words(read.cues.back().text, number_before);
    number_before = {};
    if (is_number(words)) {
      number_before = words;
    } else {
      add_words(read.cues.back().text, words);
    }
  }
  return read;
}

bool has_subtitle_times(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (times_of(trimmed(text.substr(0, end)))) return true;
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return false;
}

}  // namespace nightjar
