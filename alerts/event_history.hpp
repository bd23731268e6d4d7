#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/sqlite_database.hpp"
#include "ingest/telemetry.hpp"

namespace nightjar {

/// What a journal still knows of the past, over all its streams. Belongs to the journal and its thread.
/// Everything throws JournalError.
class EventHistory {
 public:
  EventHistory(const SqliteDatabase& database, std::filesystem::path folder);

  /// The newest events of an alert, oldest first.
  [[nodiscard]] std::vector<std::string> events_of(std::string_view alert, std::size_t limit);

  /// The newest rejections, oldest first.
  [[nodiscard]] std::vector<std::string> newest_rejections(std::size_t limit);

  /// The newest events of vehicle hits, oldest first.
  [[nodiscard]] std::vector<std::string> newest_hits(std::size_t limit);

  /// The newest events of all else, oldest first.
  [[nodiscard]] std::vector<std::string> newest_others(std::size_t limit);

  /// The newest event of each open vehicle hit and heat contact, oldest first; of too many, the newest.
  [[nodiscard]] std::vector<std::string> open_alerts(std::size_t limit);

  /// The newest event of every failure (of a feed, a list or the system) that is open.
  [[nodiscard]] std::vector<std::string> open_failures();

  /// When the newest event was journalled.
  [[nodiscard]] std::optional<CaptureTime> newest_at();

  /// How often each vehicle's incident was raised. What was deleted does not count.
  [[nodiscard]] std::map<std::string, std::uint32_t> sightings();

 private:
  template <typename Read>
  auto reading(Read read) const;

  std::filesystem::path folder_;
  SqliteStatement events_of_, newest_rejections_, newest_hits_, newest_others_, open_alerts_, open_failures_,
      newest_at_, sightings_;
};

}  // namespace nightjar
