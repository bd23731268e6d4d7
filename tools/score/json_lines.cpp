#include "tools/score/json_lines.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestLine = 4 * 1024 * 1024;  // an hour's path of a track is a quarter of that
constexpr std::size_t kLongestQuote = 48;
constexpr std::string_view kTime = "a time in UTC such as 2026-11-21T20:00:00Z";

std::string quoted(const json& value) {
  std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > kLongestQuote) text = text.substr(0, kLongestQuote) + "…";
  return text;
}

std::string range(double least, double most) {
  return fmt::format("a number from {} to {}", least, most);
}

}  // namespace

std::string either_of(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text.append("\"").append(words[i]).append("\"");
  }
  return text;
}

void LineFields::blame(const char* key, std::string_view found, std::string_view expected) {
  good_ = false;
  faults_.add(place_, path_ + key, found, expected);
}

void LineFields::refuse(const char* key, std::string_view expected) {
  const auto found = object_.find(key);
  blame(key, found == object_.end() ? "nothing" : quoted(*found), expected);
}

const json* LineFields::find(const char* key) const {
  const auto found = object_.find(key);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

std::string LineFields::text(const char* key, std::string_view expected) {
  const json* value = find(key);
  if (value != nullptr && value->is_string() && !value->get_ref<const std::string&>().empty())
    return value->get<std::string>();
  refuse(key, expected);
  return {};
}

std::optional<std::string> LineFields::text_if(const char* key) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  refuse(key, "a text");
  return std::nullopt;
}

std::string LineFields::label(const char* key) {
  const json* value = find(key);
  if (value != nullptr && value->is_number_integer()) return value->dump();
  return text(key, "a text or a whole number");
}

std::optional<double> LineFields::number_if(const char* key, double least, double most) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  const double number = value->is_number() ? value->get<double>() : std::nan("");
  if (number >= least && number <= most) return number;
  refuse(key, range(least, most));
  return std::nullopt;
}

double LineFields::number(const char* key, double least, double most) {
  if (find(key) == nullptr) refuse(key, range(least, most));
  return number_if(key, least, most).value_or(0);
}

std::optional<std::uint64_t> LineFields::count_if(const char* key) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_unsigned()) return value->get<std::uint64_t>();
  refuse(key, "a whole number from 0");
  return std::nullopt;
}

std::optional<bool> LineFields::flag_if(const char* key) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  refuse(key, "true or false");
  return std::nullopt;
}

std::optional<CaptureTime> LineFields::time_if(const char* key) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_string())
    if (const auto time = parse_utc(value->get_ref<const std::string&>())) return time;
  refuse(key, kTime);
  return std::nullopt;
}

CaptureTime LineFields::time(const char* key) {
  if (find(key) == nullptr) refuse(key, kTime);
  return time_if(key).value_or(CaptureTime{});
}

std::optional<std::size_t> LineFields::word_if(const char* key, const std::vector<std::string_view>& words) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (value->is_string() && value->get_ref<const std::string&>() == words[i]) return i;
  refuse(key, either_of(words));
  return std::nullopt;
}

std::size_t LineFields::word(const char* key, const std::vector<std::string_view>& words) {
  if (find(key) == nullptr) refuse(key, either_of(words));
  return word_if(key, words).value_or(words.size());
}

std::optional<LineFields> LineFields::object_if(const char* key) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_object()) return LineFields(*value, place_, faults_, path_ + key + ".");
  refuse(key, "an object");
  return std::nullopt;
}

std::vector<LineFields> LineFields::objects(const char* key) {
  std::vector<LineFields> fields;
  const json* value = find(key);
  if (value == nullptr) return fields;
  if (!value->is_array()) {
    refuse(key, "a list of objects");
    return fields;
  }
  for (const json& item : *value) {
    if (!item.is_object()) {
      refuse(key, "a list of objects");
      return {};
    }
    fields.emplace_back(item, place_, faults_, fmt::format("{}{}[{}].", path_, key, fields.size()));
  }
  return fields;
}

std::vector<std::pair<std::string, std::uint64_t>> LineFields::counts(const char* key) {
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  const auto fields = object_if(key);
  if (!fields) return counts;
  for (const auto& [name, count] : fields->object().items()) {
    if (!count.is_number_unsigned()) {
      refuse(key, "whole numbers by name");
      return {};
    }
    counts.emplace_back(name, count.get<std::uint64_t>());
  }
  return counts;
}

std::optional<std::vector<std::string>> LineFields::texts_if(const char* key) {
  const json* value = find(key);
  if (value == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  bool all = value->is_array();
  if (all) {
    for (const json& item : *value) {
      all = all && item.is_string();
      if (item.is_string()) texts.push_back(item.get<std::string>());
    }
  }
  if (all) return texts;
  refuse(key, "a list of texts");
  return std::nullopt;
}

void read_json_lines(const std::string& file, ScoreFaults& faults,
                     const std::function<void(LineFields&)>& take) {
  std::error_code ignored;
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file, ignored)) {
    faults.add(file, "nothing to read", "a file of JSON lines");
    return;
  }
  FilePlace place{file, 0};
  bool any = false;
  std::string line;
  while (std::getline(in, line)) {
    ++place.line;
    const bool cut = in.eof();  // no end of line behind it
    if (place.line == 1 && line.rfind("\xEF\xBB\xBF", 0) == 0) line.erase(0, 3);
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    any = true;
    const JsonObject parsed = parse_object(line, kLongestLine);
    if (!parsed.fault.empty()) {
      faults.add(place, "line",
                 cut ? fmt::format("a line that breaks off after {} bytes", line.size()) : parsed.fault,
                 "one JSON object a line");
      continue;
    }
    LineFields fields(parsed.object, place, faults);
    take(fields);
  }
  if (!any) faults.add(file, "an empty file", "one JSON object a line");
}

}  // namespace nightjar
