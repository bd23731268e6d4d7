#pragma once

#include <functional>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/telemetry.hpp"
#include "tools/score/score_faults.hpp"

namespace nightjar {

/// Takes known keys out of one line's object, and tells the faults of every key that is not as it should be.
/// A required key that is wrong comes back as an empty value; look at `good` before it is used. A null counts
/// as absent. Object and faults must outlive it.
class LineFields {
 public:
  LineFields(const nlohmann::json& object, const FilePlace& place, ScoreFaults& faults, std::string path = "")
      : object_(object), place_(place), faults_(faults), path_(std::move(path)) {}

  std::string text(const char* key, std::string_view expected);
  std::optional<std::string> text_if(const char* key);
  /// A text or a whole number, as a text: what names a thing.
  std::string label(const char* key);
  double number(const char* key, double least, double most);
  std::optional<double> number_if(const char* key, double least, double most);
  std::optional<std::uint64_t> count_if(const char* key);
  std::optional<bool> flag_if(const char* key);
  CaptureTime time(const char* key);
  std::optional<CaptureTime> time_if(const char* key);
  /// The place of the text among the words; `words.size()` where it is none of them.
  std::size_t word(const char* key, const std::vector<std::string_view>& words);
  std::optional<std::size_t> word_if(const char* key, const std::vector<std::string_view>& words);
  std::optional<LineFields> object_if(const char* key);
  std::vector<LineFields> objects(const char* key);
  std::vector<std::pair<std::string, std::uint64_t>> counts(const char* key);
  std::optional<std::vector<std::string>> texts_if(const char* key);

  void blame(const char* key, std::string_view found, std::string_view expected);

  [[nodiscard]] const FilePlace& place() const { return place_; }
  [[nodiscard]] const nlohmann::json& object() const { return object_; }
  [[nodiscard]] bool good() const { return good_; }

 private:
  const nlohmann::json* find(const char* key) const;
  /// As `blame`, quoting what stands there.
  void refuse(const char* key, std::string_view expected);

  const nlohmann::json& object_;
  const FilePlace& place_;
  ScoreFaults& faults_;
  std::string path_;
  bool good_ = true;
};

/// Calls `take` with each line of the file; lines that are no JSON object are faults, blank ones are passed
/// over, and so is a byte order mark. A file that cannot be read or has no line is a fault.
void read_json_lines(const std::string& file, ScoreFaults& faults,
                     const std::function<void(LineFields&)>& take);

/// `"a", "b" or "c"`.
[[nodiscard]] std::string either_of(const std::vector<std::string_view>& words);

}  // namespace nightjar
