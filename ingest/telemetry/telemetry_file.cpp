#include "ingest/telemetry/telemetry_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using nlohmann::json;

/// A number of a record: where it goes and what it may be.
struct NumberKey {
  const char* name;
  std::optional<double> Telemetry::*value;
  double lowest;
  double highest;
  const char* expected;
};

constexpr double kAny = std::numeric_limits<double>::max();

const std::array<NumberKey, 11> kNumberKeys{{
    {"lat", &Telemetry::latitude_deg, -90, 90, "degrees from -90 to 90"},
    {"lon", &Telemetry::longitude_deg, -180, 180, "degrees from -180 to 180"},
    {"alt_m", &Telemetry::height_m, -1000, 100000, "metres above the ellipsoid, from -1000 to 100000"},
    {"heading_deg", &Telemetry::heading_deg, -kAny, kAny, "a number of degrees"},
    {"pitch_deg", &Telemetry::pitch_deg, -kAny, kAny, "a number of degrees"},
    {"roll_deg", &Telemetry::roll_deg, -kAny, kAny, "a number of degrees"},
    {"gimbal_yaw_deg", &Telemetry::gimbal_yaw_deg, -kAny, kAny, "a number of degrees"},
    {"gimbal_pitch_deg", &Telemetry::gimbal_pitch_deg, -kAny, kAny, "a number of degrees"},
    {"gimbal_roll_deg", &Telemetry::gimbal_roll_deg, -kAny, kAny, "a number of degrees"},
    {"hfov_deg", &Telemetry::hfov_deg, 1e-3, 179.999, "degrees between 0 and 180"},
    {"vfov_deg", &Telemetry::vfov_deg, 1e-3, 179.999, "degrees between 0 and 180"},
}};

std::string quoted(const json& value) {
  constexpr std::size_t kLongest = 40;
  std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > kLongest) text = text.substr(0, kLongest) + "...";
  return text;
}

bool is_known(const std::string& key) {
  if (key == "t" || key == "file") return true;
  for (const NumberKey& known : kNumberKeys) {
    if (key == known.name) return true;
  }
  return false;
}

/// Reads one object's keys into a record, a message for each that is wrong.
class RecordReader {
 public:
  RecordReader(const json& object, const std::string& where, std::vector<std::string>& errors)
      : object_(object), where_(where), errors_(errors) {}

  std::optional<TelemetryRecord> read() {
    const std::size_t before = errors_.size();
    TelemetryRecord record;
    record.telemetry.measured_at = time();
    for (const NumberKey& key : kNumberKeys) record.telemetry.*key.value = number(key);
    record.file = file();
    const bool has_latitude = record.telemetry.latitude_deg.has_value();
    if (errors_.size() == before && has_latitude != record.telemetry.longitude_deg.has_value()) {
      complain(has_latitude ? "lon" : "lat", "missing", "both of lat and lon, or neither");
    }
    if (errors_.size() > before) return std::nullopt;
    return record;
  }

 private:
  [[nodiscard]] const json* find(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

  CaptureTime time() {
    const json* value = find("t");
    const auto parsed =
        value != nullptr && value->is_string() ? parse_utc(value->get<std::string>()) : std::nullopt;
    if (!parsed) {
      complain("t", value == nullptr ? "missing" : "found " + quoted(*value),
               "a time such as 2026-11-21T20:00:00.500Z");
    }
    return parsed.value_or(CaptureTime{});
  }

  std::optional<double> number(const NumberKey& key) {
    const json* value = find(key.name);
    if (value == nullptr) return std::nullopt;
    if (value->is_number()) {
      const double number = value->get<double>();
      if (std::isfinite(number) && number >= key.lowest && number <= key.highest) return number;
    }
    complain(key.name, "found " + quoted(*value), key.expected);
    return std::nullopt;
  }

  std::string file() {
    const json* value = find("file");
    if (value == nullptr) return "";
    if (value->is_string()) {
      std::string name = value->get<std::string>();
      if (!name.empty() && name.find('/') == std::string::npos) return name;
    }
    complain("file", "found " + quoted(*value), "the name of a picture in the same folder");
    return "";
  }

  void complain(const std::string& key, const std::string& found, const std::string& expected) {
    errors_.push_back(fmt::format("{}: {}: {}, expected {}", where_, key, found, expected));
  }

  const json& object_;
  const std::string& where_;
  std::vector<std::string>& errors_;
};

}  // namespace

std::optional<TelemetryRecord> TelemetryParser::parse(std::string_view text, const std::string& where) {
  std::set<std::string> seen;
  std::string twice;
  const auto note_keys = [&](int depth, json::parse_event_t event, json& parsed) {
    if (event != json::parse_event_t::key || depth != 1) return true;
    if (!seen.insert(parsed.get<std::string>()).second) twice = parsed.get<std::string>();
    return true;
  };
  const json object = json::parse(text.begin(), text.end(), note_keys, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    errors_.push_back(where + ": the line is not a JSON object, expected {\"t\": …, \"lat\": …, …}");
    return std::nullopt;
  }
  if (!twice.empty()) {
    errors_.push_back(fmt::format("{}: {}: found twice, expected once", where, twice));
    return std::nullopt;
  }
  for (const std::string& key : seen) {
    if (is_known(key) || !strange_keys_.insert(key).second) continue;
    warnings_.push_back(fmt::format("{}: {}: not a key of telemetry, left out", where, key));
  }
  return RecordReader(object, where, errors_).read();
}

TelemetryRead read_telemetry_file(const std::filesystem::path& file) {
  TelemetryRead result;
  std::ifstream stream(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file) || !stream) {
    result.errors.push_back(file.string() + ": cannot be read, expected a file of JSON lines");
    return result;
  }
  TelemetryParser parser;
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    std::string_view text = line;
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (number == 1 && text.substr(0, 3) == kByteOrderMark) text.remove_prefix(3);
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto record = parser.parse(text, fmt::format("{}:{}", file.string(), number));
    if (!record) continue;
    record->line = number;
    result.records.push_back(std::move(*record));
  }
  result.errors = parser.errors();
  result.warnings = parser.warnings();
  if (result.records.empty() && result.errors.empty()) {
    result.errors.push_back(file.string() + ": holds no record, expected a file of JSON lines");
  }
  return result;
}

std::string telemetry_json(const Telemetry& record) {
  std::string text = fmt::format(R"({{"t":"{}")", format_utc_exact(record.measured_at));
  for (const NumberKey& key : kNumberKeys) {
    const std::optional<double>& value = record.*key.value;
    if (value) text += fmt::format(R"(,"{}":{})", key.name, json(*value).dump());
  }
  return text + "}";
}

std::string first_of(const std::vector<std::string>& messages) {
  if (messages.empty()) return "";
  if (messages.size() == 1) return messages.front();
  return fmt::format("{} (and {} more)", messages.front(), messages.size() - 1);
}

}  // namespace nightjar
