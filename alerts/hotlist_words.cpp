#include "alerts/hotlist_words.hpp"

#include <fmt/format.h>

namespace nightjar {
namespace {

std::optional<std::string> iso_date(const std::optional<std::chrono::year_month_day>& day) {
  if (!day) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day->year()), static_cast<unsigned>(day->month()),
                     static_cast<unsigned>(day->day()));
}

std::optional<std::int64_t> whole_seconds(const std::optional<std::chrono::seconds>& age) {
  if (!age) return std::nullopt;
  return age->count();
}

}  // namespace

AlertEntry entry_words(const HotlistMatch& match) {
  const HotlistEntry& listed = match.entry;
  AlertEntry entry;
  entry.list = match.list;
  if (!match.list_revision.empty()) entry.list_revision = match.list_revision;
  entry.list_age_s = whole_seconds(match.list_age);
  entry.entry_age_s = whole_seconds(match.entry_age);
  entry.mark = listed.mark;
  entry.exact = match.exact;
  entry.action = listed.action;
  entry.markers = listed.markers;
  entry.reason = listed.reason;
  entry.risk = listed.risk;
  entry.priority = listed.priority;
  entry.owner = listed.owner;
  entry.contact = listed.contact;
  entry.authoriser = listed.authoriser;
  entry.marking = listed.marking;
  entry.effective = iso_date(listed.effective);
  entry.weed = iso_date(listed.weed);
  return entry;
}

AlertHandling alert_handling(HitHandling handling) {
  switch (handling) {
    case HitHandling::alarm:
      return AlertHandling::alarm;
    case HitHandling::queue:
      return AlertHandling::queue;
    case HitHandling::record:
      break;
  }
  return AlertHandling::record;
}

}  // namespace nightjar
