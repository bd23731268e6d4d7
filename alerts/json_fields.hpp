#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/alert_names.hpp"
#include "ingest/telemetry.hpp"

namespace nightjar {

/// The text of one JSON object that came from outside, or what is wrong with it: too long, too deep, no
/// object, a name twice. Never throws.
struct JsonObject {
  nlohmann::json object;
  std::string fault;  ///< empty: `object` is good
};
[[nodiscard]] JsonObject parse_object(std::string_view text, std::size_t longest);

/// Takes known fields out of an untrusted object, and remembers the first thing that is wrong.
/// What is wrong comes back as absent, or as a zero where a value has to be; look at `fault` at the end.
/// Both the object and the fault must outlive it.
class JsonFields {
 public:
  JsonFields(const nlohmann::json& object, std::string path, std::string& fault)
      : object_(object), path_(std::move(path)), fault_(fault) {}

  std::string text(const char* name, std::size_t longest);
  std::optional<std::string> text_if(const char* name, std::size_t longest);
  double number(const char* name, double least, double most);
  std::optional<double> number_if(const char* name, double least, double most);
  std::int64_t integer(const char* name, std::int64_t least, std::int64_t most);
  std::optional<std::int64_t> integer_if(const char* name, std::int64_t least, std::int64_t most);
  bool flag(const char* name);
  std::optional<bool> flag_if(const char* name);
  std::optional<CaptureTime> time_if(const char* name);
  CaptureTime time(const char* name);
  std::string hex(const char* name, std::size_t digits);

  template <typename Enum>
  Enum word(const char* name) {
    const std::optional<Enum> value = named<Enum>(text(name, 64));
    if (!value) blame(name, "is a word that the format does not know");
    return value.value_or(Enum{});
  }

  /// The object under the name, if there is one.
  std::optional<JsonFields> object_if(const char* name);
  /// The objects of an array; empty where absent.
  std::vector<JsonFields> objects(const char* name, std::size_t most);
  std::vector<std::string> texts(const char* name, std::size_t most, std::size_t longest);

  void blame(const char* name, std::string_view what);

 private:
  const nlohmann::json* find(const char* name);
  const nlohmann::json* require(const char* name);
  const nlohmann::json* array_if(const char* name, std::size_t most);

  const nlohmann::json& object_;
  std::string path_;
  std::string& fault_;
};

/// Writes a field of a value that may be absent.
template <typename Value>
void put(nlohmann::ordered_json& object, const char* name, const std::optional<Value>& value) {
  if (value) object[name] = *value;
}

/// The number with so many decimals; absent where it is not finite.
void put_number(nlohmann::ordered_json& object, const char* name, std::optional<double> value, int decimals);

/// One line of UTF-8; bytes that are none become U+FFFD.
[[nodiscard]] std::string dumped(const nlohmann::ordered_json& object);

}  // namespace nightjar
