#include "tools/nightjar/alert_view.hpp"

#include <fmt/format.h>

#include "alerts/alert_names.hpp"
#include "alerts/entry_order.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/nightjar/alert_words.hpp"

namespace nightjar {
namespace {

constexpr const char* kIndent = "  ";

std::string upper(std::string_view word) {
  std::string text;
  for (const char letter : word) {
    text += letter == '_' ? ' '
                          : (letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter);
  }
  return text;
}

std::string line(const std::string& text) {
  return text.empty() ? "" : kIndent + text + "\n";
}

/// What an event is about, in a word or two.
std::string subject(const AlertEvent& event) {
  if (event.vehicle) return displayed_mark(printable(event.vehicle->mark));
  if (event.heat) return printable(event.heat->heat_class);
  if (event.health) return printable(event.health->what);
  return printable(event.alert);
}

std::string happening_words(const AlertEvent& event) {
  if (event.event == AlertHappening::raised && event.repeat_of) return "SEEN AGAIN";
  std::string words = upper(name_of(event.event));
  if (event.event == AlertHappening::confirmed && event.action && event.action->confirms)
    words = upper(printable(*event.action->confirms)) + " " + words;  // one half is not the whole
  if (event.event == AlertHappening::escalated && event.escalation)
    words += fmt::format(" {}", event.escalation->level);
  return words;
}

/// Of what people did or left undone: when that was; else when it was seen.
const std::optional<CaptureTime>& time_of(const AlertEvent& event) {
  const bool of_people = event.actor || event.event == AlertHappening::escalated;
  return of_people && event.published_at ? event.published_at : event.captured_at;
}

/// Of alerts that somebody may still act on.
bool is_open_after(const AlertEvent& event) {
  return event.event != AlertHappening::withdrawn && event.event != AlertHappening::rejected &&
         event.event != AlertHappening::closed;
}

bool forbids_stopping(const AlertVehicle& vehicle) {
  return vehicle.order && says_do_not_stop(*vehicle.order);
}

std::string marks_of_transport(const AlertEvent& event) {
  std::string marks;
  if (event.replay) marks += "  REPLAY";
  if (!event.journalled) marks += "  NOT JOURNALLED";
  if (event.late_s) marks += fmt::format("  {} LATE", age_words(static_cast<std::int64_t>(*event.late_s)));
  return marks;
}

}  // namespace

std::string AlertView::of(const AlertEvent& event) const {
  const bool about_health = event.kind != AlertKind::vehicle_hit && event.kind != AlertKind::heat_contact;
  if (about_health && !event.actor && event.event != AlertHappening::escalated) return health(event);
  if (event.event != AlertHappening::raised || event.repeat_of) return follow_up(event);
  return event.vehicle ? hit(event) : contact(event);
}

std::string AlertView::heading(const AlertEvent& event, Ink ink, const std::string& title) const {
  std::string where = printable(event.feed);
  if (!where.empty()) where += " · ";
  where += printable(event.channel) + " · " + printable(event.alert);
  return fmt::format("{}  {}  {}{}  {}\n", palette_.in(Ink::strong, clock_words(event.captured_at)),
                     palette_.in(ink, " " + title + " "), palette_.in(Ink::caution, confirmed_words(event)),
                     palette_.in(Ink::caution, marks_of_transport(event)), palette_.in(Ink::faint, where));
}

std::string AlertView::entry(const AlertEntry& entry) const {
  std::string orders;
  for (const auto* text : {&entry.action, &entry.markers, &entry.reason}) {
    if (!*text || (*text)->empty()) continue;
    if (!orders.empty()) orders += "  ·  ";
    orders += palette_.in(text == &entry.reason ? Ink::strong : Ink::alarm, printable(**text));
  }
  if (orders.empty()) orders = palette_.in(Ink::caution, "no action or reason is listed");
  std::string source = "list " + printable(entry.list);
  if (entry.list_age_s) source += ", " + age_words(*entry.list_age_s) + " old";
  if (entry.entry_age_s) source += ", entry " + age_words(*entry.entry_age_s) + " old";
  for (const auto& [name, text] : {std::pair("risk ", &entry.risk), std::pair("owner ", &entry.owner),
                                   std::pair("contact ", &entry.contact)}) {
    if (*text) source += std::string(", ") + name + printable(**text);
  }
  return line(orders) + line(palette_.in(Ink::faint, source));
}

std::string AlertView::mark(const AlertVehicle& vehicle) const {
  const std::string mark = displayed_mark(printable(vehicle.mark));
  return palette_.in(Ink::strong, "[ " + mark + " ]") + "  " +
         palette_.in(vehicle.exact ? Ink::plain : Ink::caution, match_words(vehicle));
}

std::string AlertView::hit(const AlertEvent& event) const {
  const AlertVehicle& vehicle = *event.vehicle;
  const std::string title = fmt::format("{} {}", upper(name_of(event.handling)), event.priority);
  std::string text =
      heading(event, event.handling == AlertHandling::alarm ? Ink::alarm : Ink::caution, title);
  if (forbids_stopping(vehicle)) text += line(palette_.in(Ink::alarm, " DO NOT STOP "));
  for (const AlertEntry& each : vehicle.entries) text += entry(each);
  text += line(mark(vehicle));
  std::string travel = printable(vehicle.direction_words.value_or(vehicle.direction.value_or("")));
  if (vehicle.bearing_deg) travel += fmt::format(" (bearing {:03.0f}°)", *vehicle.bearing_deg);
  text += line(travel);
  if (event.place) text += line(place_words(*event.place));
  for (const std::string& words : sighting_words(event)) text += line(palette_.in(Ink::caution, words));
  return text + line(palette_.in(Ink::strong, crew_words(event)));
}

std::string AlertView::contact(const AlertEvent& event) const {
  std::string text = heading(event, Ink::heat, fmt::format("HEAT CONTACT {}", event.priority));
  text += line(palette_.in(Ink::strong, heat_words(*event.heat)));
  return text + line(event.place ? place_words(*event.place) : "in the picture only: no position");
}

std::string AlertView::health(const AlertEvent& event) const {
  const bool closed = event.event == AlertHappening::closed;
  const std::string what = fmt::format("{}  {}", upper(name_of(event.kind)), printable(event.health->what));
  std::string words = closed ? what + ": well again" : what + ": " + printable(event.health->cause);
  if (!closed && !event.health->detail.empty()) words += " (" + printable(event.health->detail) + ")";
  return fmt::format("{}  {}{}\n", palette_.in(Ink::strong, clock_words(event.captured_at)),
                     palette_.in(closed ? Ink::good : Ink::health, words), marks_of_transport(event));
}

std::string AlertView::follow_up(const AlertEvent& event) const {
  const bool escalated = event.event == AlertHappening::escalated;
  std::string words = fmt::format("{} (revision {})", subject(event), event.revision);
  if (event.cause) words += ": " + printable(*event.cause);
  if (escalated) words += fmt::format(", priority {}", event.priority);
  if (event.vehicle && !event.cause) {
    words += ", " + match_words(*event.vehicle);
    if (event.vehicle->direction_words) words += ", " + printable(*event.vehicle->direction_words);
  }
  if (event.vehicle && is_open_after(event)) words += ", " + confirmed_words(event);
  if (event.heat) words += ", " + heat_words(*event.heat);
  if (event.heat && event.place) words += ", " + place_words(*event.place);
  if (event.vehicle && forbids_stopping(*event.vehicle)) words += ", DO NOT STOP";
  const bool seen_again = event.repeat_of && event.event == AlertHappening::raised;
  if (seen_again)
    for (const std::string& more : sighting_words(event)) words += ", " + more;
  if (event.place && event.vehicle && (seen_again || escalated)) words += ", " + place_words(*event.place);
  for (const std::string& more : {crew_words(event), deed_words(event)})
    if (!more.empty()) words += ", " + more;
  const bool withdrawn = event.event == AlertHappening::withdrawn;
  const Ink ink = escalated ? Ink::alarm : withdrawn ? Ink::caution : Ink::strong;
  return fmt::format("{}  {}  {}{}  {}\n", palette_.in(Ink::strong, clock_words(time_of(event))),
                     palette_.in(ink, happening_words(event)),
                     palette_.in(withdrawn || escalated ? Ink::caution : Ink::plain, words),
                     marks_of_transport(event), palette_.in(Ink::faint, printable(event.alert)));
}

std::string AlertView::of(const SequenceGap& gap) const {
  const std::string numbers =
      gap.first == gap.last ? fmt::format("{}", gap.first) : fmt::format("{} to {}", gap.first, gap.last);
  return palette_.in(Ink::caution,
                     fmt::format("MISSED  {} of channel {}: {}", numbers, printable(gap.channel),
                                 gap.gone ? "deleted at the worker" : "the link lost them")) +
         "\n";
}

std::string AlertView::of(const LinkChange& change) const {
  const std::string endpoint = printable(change.endpoint);
  if (change.state == LinkState::live) return palette_.in(Ink::good, "LIVE  " + endpoint) + "\n";
  if (change.state == LinkState::catching_up)
    return palette_.in(Ink::caution, "CATCHING UP  " + endpoint) + "\n";
  return palette_.in(Ink::alarm, "STALE  no heartbeat from " + endpoint + ": alerts may not get through") +
         "\n";
}

std::string AlertView::of_journal(const ReceivedBeat& received) const {
  const std::string words =
      fmt::format("JOURNAL {}  {}", upper(name_of(received.beat.journal)), printable(received.endpoint));
  return palette_.in(received.beat.journal == JournalState::ok ? Ink::good : Ink::health, words) + "\n";
}

}  // namespace nightjar
