#include "alerts/open_alerts.hpp"

#include <tuple>

namespace nightjar {

bool comes_before(const OpenPlace& a, const OpenPlace& b) {
  return std::tie(a.priority, b.before_ms, a.alert) < std::tie(b.priority, a.before_ms, b.alert);
}

OpenBehind open_behind(const AlertEvent& event) {
  switch (event.event) {
    case AlertHappening::withdrawn:
    case AlertHappening::rejected:
    case AlertHappening::closed:
      return OpenBehind::no;
    case AlertHappening::raised:
      return OpenBehind::yes;
    case AlertHappening::amended: {
      const bool sounds_again = event.vehicle && event.handling != AlertHandling::record;
      return sounds_again || event.revision == 1 ? OpenBehind::yes : OpenBehind::as_before;
    }
    default:
      return OpenBehind::as_before;
  }
}

// Ordered by -at_ms, so that one index gives priority, then the newest.
OpenAlerts::OpenAlerts(const SqliteDatabase& database)
    : put_(database,
           "INSERT INTO open_alert (channel, alert, priority, minus_ms, event) VALUES (?1, ?2, ?3, -?4, ?5)"
           " ON CONFLICT (channel, alert) DO UPDATE SET priority = ?3, minus_ms = -?4, event = ?5"),
      change_(database,
              "UPDATE open_alert SET priority = ?3, minus_ms = -?4, event = ?5"
              " WHERE channel = ?1 AND alert = ?2"),
      drop_(database, "DELETE FROM open_alert WHERE channel = ?1 AND alert = ?2") {}

void OpenAlerts::follow(const AlertEvent& event, std::int64_t number, std::int64_t at_ms) {
  const OpenBehind open = open_behind(event);
  if (open == OpenBehind::no) {
    drop_.bind(1, event.channel).bind(2, event.alert).run();
    return;
  }
  SqliteStatement& row = open == OpenBehind::yes ? put_ : change_;
  row.bind(1, event.channel).bind(2, event.alert).bind(3, std::int64_t{event.priority});
  row.bind(4, at_ms).bind(5, number).run();
}

}  // namespace nightjar
