#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

struct Setting;

struct SettingTable {
  std::vector<Setting> entries;  ///< in the order of the file; keys are unique
};

struct SettingArray {
  std::vector<Setting> items;  ///< their keys are empty
};

/// A date or a time that names no instant: a day alone, an hour alone, or a date-time without an offset.
struct VagueTime {
  std::string words;  ///< "a date without a time" ...
};

/// One value of a settings file and the line it stands on, free of the format it was written in.
struct Setting {
  std::string key;
  std::uint32_t line = 1;  ///< of the key, or of the table's header
  std::variant<SettingTable, SettingArray, std::string, bool, std::int64_t, double, CaptureTime, VagueTime>
      value;
};

}  // namespace nightjar
