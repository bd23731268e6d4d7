#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "alerts/journal.hpp"
#include "tests/tools/nightjar/command_run.hpp"
#include "tools/nightjar/replay_command.hpp"

namespace nightjar {

namespace fs = std::filesystem;
using nlohmann::json;

inline CommandRun replayed(const std::string& line) {
  return run_command(add_replay_command, "replay " + line);
}

inline std::string bytes_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

inline std::vector<json> records_of(const fs::path& file) {
  std::vector<json> records;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) records.push_back(json::parse(line));
  return records;
}

inline std::vector<json> of_kind(const std::vector<json>& records, const std::string& kind) {
  std::vector<json> found;
  std::copy_if(records.begin(), records.end(), std::back_inserter(found),
               [&](const json& record) { return record["record"] == kind; });
  return found;
}

/// Without what only a live run, or only a replay, can say.
inline json comparable(json event) {
  for (const char* field :
       {"record", "stream", "seq", "alert", "published_at", "late_s", "journalled", "replay", "clock"})
    event.erase(field);
  return event;
}

/// What the live run wrote about vehicles and heat, up to where a recording ended and began again.
inline std::vector<json> journalled_events(const fs::path& folder) {
  std::vector<json> events;
  const Journal journal(folder);
  for (const StoredEvent& stored : journal.events_since("open", 0, 10'000)) {
    json event = json::parse(*stored.text);
    if (event["kind"] == "feed_health") break;
    events.push_back(comparable(std::move(event)));
  }
  return events;
}

}  // namespace nightjar
