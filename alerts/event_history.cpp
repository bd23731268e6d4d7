#include "alerts/event_history.hpp"

#include <utility>

#include "alerts/journal_tables.hpp"

namespace nightjar {
namespace {

std::vector<std::string> texts_of(SqliteStatement& rows) {
  std::vector<std::string> texts;
  while (rows.step()) texts.emplace_back(rows.bytes(0).value_or(""));
  rows.reset();
  return texts;
}

}  // namespace

EventHistory::EventHistory(const SqliteDatabase& database, std::filesystem::path folder)
    : folder_(std::move(folder)),
      events_of_(database,
                 "SELECT text FROM (SELECT number, text FROM event WHERE alert = ?1 AND text IS NOT NULL"
                 " ORDER BY number DESC LIMIT ?2) ORDER BY number"),
      newest_rejections_(database,
                         "SELECT text FROM (SELECT number, text FROM event"
                         " WHERE happening = 'rejected' AND text IS NOT NULL"
                         " ORDER BY number DESC LIMIT ?1) ORDER BY number"),
      newest_hits_(database,
                   "SELECT text FROM (SELECT number, text FROM event"
                   " WHERE kind = 'vehicle_hit' AND text IS NOT NULL"
                   " ORDER BY number DESC LIMIT ?1) ORDER BY number"),
      newest_others_(database,
                     "SELECT text FROM (SELECT number, text FROM event"
                     " WHERE kind <> 'vehicle_hit' AND text IS NOT NULL"
                     " ORDER BY number DESC LIMIT ?1) ORDER BY number"),
      open_alerts_(database,  // CROSS: from the few that are open to their events, however many there are
                   "SELECT text FROM (SELECT event.number, event.text"
                   " FROM open_alert CROSS JOIN event ON event.number = open_alert.event"
                   " WHERE event.kind IN ('vehicle_hit', 'heat_contact') AND event.text IS NOT NULL"
                   " ORDER BY open_alert.event DESC LIMIT ?1) ORDER BY number"),
      open_failures_(database,
                     "SELECT event.text FROM open_alert JOIN event ON event.number = open_alert.event"
                     " WHERE event.kind IN ('feed_health', 'list_health', 'system_health')"
                     " AND event.text IS NOT NULL ORDER BY event.number"),
      newest_at_(database, "SELECT at_ms FROM event ORDER BY number DESC LIMIT 1"),
      sightings_(database,
                 "SELECT incident, count(DISTINCT alert) FROM event"
                 " WHERE kind = 'vehicle_hit' AND happening = 'raised' AND incident <> ''"
                 " GROUP BY incident") {}

template <typename Read>
auto EventHistory::reading(Read read) const {
  try {
    return read();
  } catch (const SqliteError& error) {
    throw journal_error(error, folder_, "the journal cannot be read");
  }
}

std::vector<std::string> EventHistory::newest_hits(std::size_t limit) {
  return reading([&] { return texts_of(newest_hits_.bind(1, static_cast<std::int64_t>(limit))); });
}

std::vector<std::string> EventHistory::newest_others(std::size_t limit) {
  return reading([&] { return texts_of(newest_others_.bind(1, static_cast<std::int64_t>(limit))); });
}

std::vector<std::string> EventHistory::open_alerts(std::size_t limit) {
  return reading([&] { return texts_of(open_alerts_.bind(1, static_cast<std::int64_t>(limit))); });
}

std::vector<std::string> EventHistory::open_failures() {
  return reading([&] { return texts_of(open_failures_); });
}

std::vector<std::string> EventHistory::newest_rejections(std::size_t limit) {
  return reading([&] { return texts_of(newest_rejections_.bind(1, static_cast<std::int64_t>(limit))); });
}

std::vector<std::string> EventHistory::events_of(std::string_view alert, std::size_t limit) {
  return reading(
      [&] { return texts_of(events_of_.bind(1, alert).bind(2, static_cast<std::int64_t>(limit))); });
}

std::optional<CaptureTime> EventHistory::newest_at() {
  return reading([&] {
    std::optional<CaptureTime> newest;
    if (newest_at_.step()) newest = CaptureTime(std::chrono::milliseconds(newest_at_.integer(0)));
    newest_at_.reset();
    return newest;
  });
}

std::map<std::string, std::uint32_t> EventHistory::sightings() {
  return reading([&] {
    std::map<std::string, std::uint32_t> counts;
    while (sightings_.step())
      counts[std::string(sightings_.bytes(0).value_or(""))] =
          static_cast<std::uint32_t>(sightings_.integer(1));
    sightings_.reset();
    return counts;
  });
}

}  // namespace nightjar
