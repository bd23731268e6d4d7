#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// One line of a telemetry file.
struct TelemetryRecord {
  Telemetry telemetry;
  std::string file;  ///< the picture that this record belongs to; empty: none named
  int line = 0;
};

/// What a telemetry file holds and what is wrong with it.
struct TelemetryRead {
  std::vector<TelemetryRecord> records;  ///< in the file's order
  std::vector<std::string> errors;       ///< `FILE:LINE: key: what was found, what was expected`, all of them
  std::vector<std::string> warnings;     ///< in the same form; a key that is not known, once each
};

/// Reads telemetry line by line and gathers what is wrong with it.
class TelemetryParser {
 public:
  /// One JSON object; a mistake in it is added to errors() and makes it nothing. `t` is wanted, everything
  /// else may be absent or null. `where` (`FILE:LINE`) begins each message.
  std::optional<TelemetryRecord> parse(std::string_view json, const std::string& where);

  [[nodiscard]] const std::vector<std::string>& errors() const { return errors_; }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  std::vector<std::string> errors_;
  std::vector<std::string> warnings_;
  std::set<std::string> strange_keys_;
};

/// The whole of a JSON-lines file; empty lines don't count. A file that cannot be read is an error in the
/// result.
[[nodiscard]] TelemetryRead read_telemetry_file(const std::filesystem::path& file);

/// A record as a JSON object on one line: read again, every number is the same to the last bit.
[[nodiscard]] std::string telemetry_json(const Telemetry& record);

/// For where there is room for one line: the first message, and how many more there are.
[[nodiscard]] std::string first_of(const std::vector<std::string>& messages);

}  // namespace nightjar
