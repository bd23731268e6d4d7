#include "alerts/json_fields.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using nlohmann::json;

constexpr int kDeepest = 8;

/// Watches the parser for what nlohmann's values cannot show afterwards.
class Watch {
 public:
  bool operator()(int depth, json::parse_event_t event, const json& value) {
    if (depth > kDeepest) fault = "nested too deeply";
    if (event == json::parse_event_t::object_start) names_.emplace_back();
    if (event == json::parse_event_t::object_end) names_.pop_back();
    if (event == json::parse_event_t::key &&
        !names_.back().insert(value.get_ref<const std::string&>()).second) {
      fault = "has a name twice";
    }
    return true;
  }
  std::string fault;

 private:
  std::vector<std::set<std::string>> names_;
};

}  // namespace

JsonObject parse_object(std::string_view text, std::size_t longest) {
  if (text.size() > longest) return {{}, "longer than " + std::to_string(longest) + " bytes"};
  Watch watch;
  JsonObject parsed{json::parse(text, std::ref(watch), false), {}};
  if (parsed.object.is_discarded()) {
    parsed.fault = "not JSON";
  } else if (!watch.fault.empty()) {
    parsed.fault = watch.fault;
  } else if (!parsed.object.is_object()) {
    parsed.fault = "no JSON object";
  }
  return parsed;
}

void JsonFields::blame(const char* name, std::string_view what) {
  if (fault_.empty()) fault_.append(path_).append(name).append(": ").append(what);
}

const json* JsonFields::find(const char* name) {
  const auto found = object_.find(name);
  return found == object_.end() ? nullptr : &*found;
}

const json* JsonFields::require(const char* name) {
  const json* value = find(name);
  if (value == nullptr) blame(name, "is missing");
  return value;
}

std::optional<std::string> JsonFields::text_if(const char* name, std::size_t longest) {
  const json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    blame(name, "is no text");
    return std::nullopt;
  }
  const auto& text = value->get_ref<const std::string&>();
  if (text.size() > longest) {
    blame(name, "is too long");
    return std::nullopt;
  }
  return text;
}

std::string JsonFields::text(const char* name, std::size_t longest) {
  if (require(name) == nullptr) return {};
  std::string value = text_if(name, longest).value_or("");
  if (value.empty()) blame(name, "is empty");
  return value;
}

std::optional<double> JsonFields::number_if(const char* name, double least, double most) {
  const json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    blame(name, "is no number");
    return std::nullopt;
  }
  const double number = value->get<double>();
  if (!(number >= least && number <= most)) {
    blame(name, "is out of range");
    return std::nullopt;
  }
  return number;
}

double JsonFields::number(const char* name, double least, double most) {
  return require(name) == nullptr ? 0 : number_if(name, least, most).value_or(0);
}

std::optional<std::int64_t> JsonFields::integer_if(const char* name, std::int64_t least, std::int64_t most) {
  const json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number_integer()) {
    blame(name, "is no whole number");
    return std::nullopt;
  }
  const bool huge = value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t{INT64_MAX};
  const auto number = huge ? INT64_MAX : value->get<std::int64_t>();
  if (huge || number < least || number > most) {
    blame(name, "is out of range");
    return std::nullopt;
  }
  return number;
}

std::int64_t JsonFields::integer(const char* name, std::int64_t least, std::int64_t most) {
  return require(name) == nullptr ? least : integer_if(name, least, most).value_or(least);
}

std::optional<bool> JsonFields::flag_if(const char* name) {
  if (find(name) == nullptr) return std::nullopt;
  return flag(name);
}

bool JsonFields::flag(const char* name) {
  const json* value = require(name);
  if (value == nullptr) return false;
  if (!value->is_boolean()) {
    blame(name, "is neither true nor false");
    return false;
  }
  return value->get<bool>();
}

std::optional<CaptureTime> JsonFields::time_if(const char* name) {
  const std::optional<std::string> text = text_if(name, 40);
  if (!text) return std::nullopt;
  const std::optional<CaptureTime> time = parse_utc(*text);
  if (!time) blame(name, "is no time in UTC");
  return time;
}

CaptureTime JsonFields::time(const char* name) {
  return require(name) == nullptr ? CaptureTime{} : time_if(name).value_or(CaptureTime{});
}

std::string JsonFields::hex(const char* name, std::size_t digits) {
  std::string value = text(name, digits);
  const bool good =
      value.size() == digits && value.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!good) blame(name, "is not " + std::to_string(digits) + " lower-case hex digits");
  return value;
}

std::optional<JsonFields> JsonFields::object_if(const char* name) {
  const json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) {
    blame(name, "is no object");
    return std::nullopt;
  }
  return JsonFields(*value, path_ + name + ".", fault_);
}

const json* JsonFields::array_if(const char* name, std::size_t most) {
  const json* value = find(name);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) {
    blame(name, "is no list");
    return nullptr;
  }
  if (value->size() > most) {
    blame(name, "has too many items");
    return nullptr;
  }
  return value;
}

std::vector<JsonFields> JsonFields::objects(const char* name, std::size_t most) {
  std::vector<JsonFields> fields;
  const json* array = array_if(name, most);
  if (array == nullptr) return fields;
  for (const json& item : *array) {
    if (!item.is_object()) {
      blame(name, "has an item that is no object");
      return {};
    }
    fields.emplace_back(item, path_ + name + "[" + std::to_string(fields.size()) + "].", fault_);
  }
  return fields;
}

std::vector<std::string> JsonFields::texts(const char* name, std::size_t most, std::size_t longest) {
  std::vector<std::string> texts;
  const json* array = array_if(name, most);
  if (array == nullptr) return texts;
  for (const json& item : *array) {
    if (!item.is_string() || item.get_ref<const std::string&>().size() > longest) {
      blame(name, "has an item that is no text or is too long");
      return {};
    }
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

void put_number(nlohmann::ordered_json& object, const char* name, std::optional<double> value, int decimals) {
  if (!value || !std::isfinite(*value)) return;
  const double scale = std::pow(10.0, decimals);
  const double rounded = std::round(*value * scale) / scale;
  object[name] = rounded == 0 ? 0.0 : rounded;  // no minus zero
}

std::string dumped(const nlohmann::ordered_json& object) {
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace nightjar
