#include "ingest/own/own_position_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestText = 64;
constexpr std::size_t kLongestLine = 4096;
constexpr std::array<const char*, 7> kKeys{"t", "id", "kind", "lat", "lon", "ce90_m", "label"};

std::string as_found(const json& value) {
  constexpr std::size_t kShown = 40;
  std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > kShown) text = text.substr(0, kShown) + "...";
  return text;
}

/// Takes one object's keys; the first that is wrong is the error.
class OwnReader {
 public:
  OwnReader(const json& object, const std::string& where) : object_(object), where_(where) {}

  OwnPositionLine read() {
    OwnPosition position;
    position.at = time();
    position.id = text("id", true);
    position.kind = kind();
    position.latitude_deg = number("lat", -90, 90, true).value_or(0);
    position.longitude_deg = number("lon", -180, 180, true).value_or(0);
    position.ce90_m = number("ce90_m", 0, 10'000, false);
    position.label = text("label", false);
    if (!error_.empty()) return {std::nullopt, error_};
    return {position, {}};
  }

 private:
  [[nodiscard]] const json* find(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
  }

  void blame(const char* key, const json* found, const std::string& expected) {
    if (!error_.empty()) return;
    error_ = fmt::format("{}: {}: {}, expected {}", where_, key,
                         found == nullptr ? "missing" : "found " + as_found(*found), expected);
  }

  CaptureTime time() {
    const json* const value = find("t");
    const auto parsed = value != nullptr && value->is_string() ? parse_utc(value->get<std::string>())
                                                               : std::optional<CaptureTime>();
    if (!parsed) blame("t", value, "a time such as 2026-11-21T20:00:00.500Z");
    return parsed.value_or(CaptureTime{});
  }

  std::string text(const char* key, bool required) {
    const json* const value = find(key);
    if (value == nullptr && !required) return {};
    if (value != nullptr && value->is_string()) {
      std::string written = value->get<std::string>();
      const bool plain = std::all_of(written.begin(), written.end(), [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte >= 0x20 && byte != 0x7F;
      });
      if (!written.empty() && written.size() <= kLongestText && plain) return written;
    }
    blame(key, value, fmt::format("1 to {} characters of text", kLongestText));
    return {};
  }

  OwnKind kind() {
    const json* const value = find("kind");
    for (const OwnKind kind : {OwnKind::person, OwnKind::vehicle, OwnKind::drone})
      if (value != nullptr && *value == own_kind_word(kind)) return kind;
    blame("kind", value, "person, vehicle or drone");
    return OwnKind::person;
  }

  std::optional<double> number(const char* key, double least, double most, bool required) {
    const json* const value = find(key);
    if (value == nullptr && !required) return std::nullopt;
    if (value != nullptr && value->is_number()) {
      const double number = value->get<double>();
      if (std::isfinite(number) && number >= least && number <= most) return number;
    }
    blame(key, value, fmt::format("a number from {} to {}", least, most));
    return std::nullopt;
  }

  const json& object_;
  const std::string& where_;
  std::string error_;
};

}  // namespace

OwnPositionLine read_own_position(std::string_view line, const std::string& where) {
  const auto refused = [&](const std::string& why) {
    return OwnPositionLine{std::nullopt, where + ": " + why};
  };
  if (line.size() > kLongestLine)
    return refused(fmt::format("a line of {} bytes, expected at most {}", line.size(), kLongestLine));
  std::set<std::string> seen;
  std::string twice;
  const auto note_keys = [&](int depth, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::key && depth == 1 && !seen.insert(parsed.get<std::string>()).second)
      twice = parsed.get<std::string>();
    return true;
  };
  const json object = json::parse(line.begin(), line.end(), note_keys, /*allow_exceptions=*/false);
  if (!object.is_object())
    return refused(R"(the line is not a JSON object, expected {"t", "id", "kind", "lat", "lon"})");
  if (!twice.empty()) return refused(as_found(json(twice)) + ": found twice, expected once");
  for (const std::string& key : seen)
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end())
      return refused(as_found(json(key)) +
                     ": not a key of a position, expected t, id, kind, lat, lon, ce90_m or label");
  return OwnReader(object, where).read();
}

std::string own_position_json(const OwnPosition& position) {
  nlohmann::ordered_json line{{"t", format_utc_exact(position.at)},
                              {"id", position.id},
                              {"kind", own_kind_word(position.kind)},
                              {"lat", position.latitude_deg},
                              {"lon", position.longitude_deg}};
  if (position.ce90_m) line["ce90_m"] = *position.ce90_m;
  if (!position.label.empty()) line["label"] = position.label;
  return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

const char* own_kind_word(OwnKind kind) {
  switch (kind) {
    case OwnKind::vehicle:
      return "vehicle";
    case OwnKind::drone:
      return "drone";
    case OwnKind::person:
      break;
  }
  return "person";
}

const char* sortie_profile_word(SortieProfile profile) {
  return profile == SortieProfile::search ? "search" : "watch";
}

std::optional<SortieProfile> sortie_profile_of(std::string_view word) {
  if (word == "search") return SortieProfile::search;
  if (word == "watch") return SortieProfile::watch;
  return std::nullopt;
}

}  // namespace nightjar
