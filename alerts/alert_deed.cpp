#include "alerts/alert_deed.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "alerts/alert_names.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

constexpr std::array kDeeds{AlertHappening::acknowledged, AlertHappening::confirmed,
                            AlertHappening::rejected,     AlertHappening::handed_on,
                            AlertHappening::received,     AlertHappening::attending,
                            AlertHappening::noted,        AlertHappening::closed};
constexpr std::array<std::string_view, 5> kRejections{"misread", "stale", "clone", "duplicate", "other"};
constexpr std::array<std::string_view, 2> kConfirmations{"characters", "entry"};
constexpr std::array<std::string_view, 10> kOutcomes{"stopped",         "observed", "no resource", "lost",
                                                     "passed to force", "found",    "own officer", "animal",
                                                     "hot object",      "other"};

template <std::size_t N>
std::string one_of(const std::array<std::string_view, N>& words, const std::optional<std::string>& word,
                   const std::string& name) {
  if (word && std::find(words.begin(), words.end(), *word) != words.end()) return {};
  std::string fault = name + ": found " + (word ? "\"" + *word + "\"" : "nothing") + ", expected one of ";
  for (const std::string_view each : words) {
    if (each != words.front()) fault += ", ";
    fault += each;
  }
  return fault;
}

std::string time_words(CaptureTime time) {
  return format_utc(time).substr(11, 8) + "Z";
}

void hear_of_crew(AlertCrew& crew, AlertHappening what, const CrewWord& word) {
  crew.receive_by.reset();
  crew.given_back_at.reset();
  if (!crew.received) crew.received = word;
  if (what == AlertHappening::attending) crew.attending = word;
}

}  // namespace

std::string deed_names() {
  std::string names;
  for (const AlertHappening deed : kDeeds) {
    if (deed != kDeeds.front()) names += deed == kDeeds.back() ? " or " : ", ";
    names += name_of(deed);
  }
  return names;
}

std::string deed_fault(AlertHappening what, const AlertAction& action) {
  const bool is_verdict = what == AlertHappening::confirmed || what == AlertHappening::rejected;
  if (is_verdict && !action.revision)
    return "revision: missing, expected the revision of the alert that the verdict is about";
  switch (what) {
    case AlertHappening::acknowledged:
    case AlertHappening::received:
    case AlertHappening::attending:
      return {};
    case AlertHappening::handed_on:
      return action.to.value_or("").empty() ? "to: missing, expected the crew that it is handed on to" : "";
    case AlertHappening::noted:
      return action.note.value_or("").empty() ? "note: missing, expected what is to be noted" : "";
    case AlertHappening::confirmed:
      return one_of(kConfirmations, action.confirms, "confirms");
    case AlertHappening::rejected:
      return one_of(kRejections, action.code, "code");
    case AlertHappening::closed:
      return one_of(kOutcomes, action.code, "code");
    default:
      return "action: found \"" + std::string(name_of(what)) + "\", expected " + deed_names();
  }
}

std::string deed_refusal(const AlertEvent& event, AlertHappening what, const AlertAction& action) {
  if (what == AlertHappening::confirmed && !event.vehicle)
    return "action: only a vehicle hit has characters and an entry to confirm";
  if (what != AlertHappening::received && what != AlertHappening::attending) return {};
  if (!event.crew) return "action: the alert was not handed on to a crew";
  if (action.to && *action.to != event.crew->name)
    return "to: the alert was handed on to " + event.crew->name + ", not to " + *action.to;
  return {};
}

bool nobody_has(const AlertEvent& event) {
  return !event.acknowledged_by && !(event.crew && event.crew->received);
}

void apply_deed(AlertEvent& event, AlertHappening what, const AlertAction& action, const std::string& person,
                CaptureTime now, const DeedTerms& terms) {
  switch (what) {
    case AlertHappening::acknowledged:
      if (event.acknowledged_by && *event.acknowledged_by != person)
        event.taken_over_from = event.acknowledged_by;
      event.acknowledged_by = person;
      break;
    case AlertHappening::confirmed: {
      auto& confirmation = action.confirms == "entry" ? event.entry_confirmed : event.characters_confirmed;
      confirmation = Confirmation{person, action.revision.value_or(event.revision), now, {}, {}};
      if (action.confirms == "entry") confirmation->until = now + terms.entry_current;
      break;
    }
    case AlertHappening::handed_on:
      event.crew = AlertCrew{action.to.value_or(""), person, now, now + terms.receive_within, {}, {}, {}};
      break;
    case AlertHappening::received:
    case AlertHappening::attending:
      if (event.crew) hear_of_crew(*event.crew, what, {person, now});
      break;
    default:
      break;
  }
  // Whoever deals with it has taken it on, if nobody else has.
  const bool deals = what == AlertHappening::confirmed || what == AlertHappening::handed_on;
  if (deals && !event.acknowledged_by) event.acknowledged_by = person;
  if (!nobody_has(event)) event.escalation.reset();
}

std::string deed_outcome(const AlertEvent& event) {
  std::string words{name_of(event.event)};
  std::replace(words.begin(), words.end(), '_', ' ');
  if (event.taken_over_from) words += ", taken over from " + *event.taken_over_from;
  if (event.event == AlertHappening::handed_on && event.crew) {
    words += " to " + event.crew->name;
    if (event.crew->receive_by) words += ", to be received by " + time_words(*event.crew->receive_by);
  }
  const bool of_entry = event.event == AlertHappening::confirmed && event.action &&
                        event.action->confirms == "entry" && event.entry_confirmed;
  if (of_entry && event.entry_confirmed->until)
    words += ", the entry until " + time_words(*event.entry_confirmed->until);
  return words + ", revision " + std::to_string(event.revision);
}

}  // namespace nightjar
