#pragma once

#include <cstdint>
#include <string>

#include "alerts/alert.hpp"
#include "alerts/sqlite_database.hpp"

namespace nightjar {

/// The part of a journal that knows which alerts are open, each by its newest event, so that who comes back
/// is told at once, however much lies in the journal.
/// Throws SqliteError. Belongs to the journal and its thread.
class OpenAlerts {
 public:
  explicit OpenAlerts(const SqliteDatabase& database);

  /// Within the caller's transaction, for each event in order. `number` and `at_ms` are the event's row.
  void follow(const AlertEvent& event, std::int64_t number, std::int64_t at_ms);

 private:
  SqliteStatement put_, change_, drop_;
};

/// Where to go on in a channel's open alerts: by priority, then the newest first.
struct OpenPlace {
  std::int64_t priority = -1;
  std::int64_t before_ms = INT64_MAX;
  std::string alert;
};

[[nodiscard]] bool comes_before(const OpenPlace& a, const OpenPlace& b);

/// Whether an alert is open behind an event, as far as the event alone tells.
enum class OpenBehind {
  yes,
  no,
  as_before,  ///< what people say about an alert, and what is seen of one that was dealt with
};
[[nodiscard]] OpenBehind open_behind(const AlertEvent& event);

}  // namespace nightjar
