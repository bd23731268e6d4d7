#include "alerts/desk_duties.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/alert_names.hpp"
#include "alerts/hotlist_lookup.hpp"
#include "alerts/json_fields.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestName = 128;
constexpr std::size_t kLongestNote = 2048;
constexpr std::chrono::hours kQuestionLasts{6};  // the same id asks on: a picture's parts over a poor link

CaptureTime wall_clock() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

DeskAnswer refusal(std::string error) {
  return {std::move(error), Json::object(), {}};
}

std::optional<std::string> key_of(const DeskRequest& request) {
  if (!request.asker) return std::nullopt;
  return request.asker->key;
}

AuditRecord record_of(const DeskRequest& request, const std::string& about, std::string outcome) {
  AuditRecord record;
  record.at = wall_clock();
  record.person = request.person;
  record.key = key_of(request);
  record.what = request.what;
  record.channel = request.channel;
  record.about = about;
  if (!request.reason.empty()) record.reason = request.reason;
  record.request = request.id;
  record.outcome = std::move(outcome);
  return record;
}

/// The answer to a request that was answered before.
DeskAnswer answered_before(const AuditRecord& record, const DeskRequest& request, const std::string& about) {
  if (record.what != request.what || record.about != about || record.person != request.person ||
      record.key.value_or("") != key_of(request).value_or(""))
    return refusal("id: was used for something else, expected a new one");
  DeskAnswer answer;
  if (record.outcome.starts_with("refused: ")) answer.error = record.outcome.substr(9);
  answer.fields = {{"outcome", record.outcome}, {"again", true}};
  return answer;
}

std::string outcome_words(const DeskAnswer& answer) {
  if (!answer.error.empty()) return "refused: " + answer.error;
  return answer.fields.value("outcome", std::string("done"));
}

struct ActReading {
  AlertDeed deed;
  std::string fault;
};

ActReading read_act(const DeskRequest& request) {
  ActReading reading;
  JsonFields fields(request.body, "", reading.fault);
  AlertDeed& deed = reading.deed;
  deed.channel = request.channel;
  deed.person = request.person;
  deed.key = key_of(request);
  deed.alert = fields.text("alert", kLongestName);
  deed.what = fields.word<AlertHappening>("action");
  deed.action.code = fields.text_if("code", kLongestName);
  deed.action.note = fields.text_if("note", kLongestNote);
  deed.action.confirms = fields.text_if("confirms", kLongestName);
  deed.action.to = fields.text_if("to", kLongestName);
  if (const auto revision = fields.integer_if("revision", 1, UINT32_MAX))
    deed.action.revision = static_cast<std::uint32_t>(*revision);
  return reading;
}

/// Whoever answers for the list is told that one of its entries misleads the room.
AlertParcel stale_entry(const AlertEvent& hit, const AlertEntry& entry, CaptureTime now) {
  HealthAlerts health({.kind = AlertKind::list_health,
                       .channel = hit.channel,
                       .what = entry.list,
                       .feed = {},
                       .priority = 30,
                       .handling = AlertHandling::queue,
                       .config = hit.config,
                       .place = {}});
  std::string detail = "entry " + entry.mark + " was rejected as stale by " + hit.actor->person;
  if (entry.owner) detail += ", owner " + *entry.owner;
  if (entry.contact) detail += ", contact " + *entry.contact;
  if (hit.action->note) detail += ": " + *hit.action->note;
  return health.fail("stale entry", detail, now).value();
}

DeskAnswer act(AlertDelivery& delivery, const AlertDeed& deed) {
  const DeedOutcome outcome = delivery.act(deed);
  if (!outcome.refusal.empty()) return refusal(outcome.refusal);
  const AlertEvent& event = outcome.parcels.front().event;
  const bool stale = event.event == AlertHappening::rejected && event.action->code == "stale";
  if (stale && event.vehicle && !event.vehicle->entries.empty())
    delivery.deliver({stale_entry(event, event.vehicle->entries.front(), wall_clock())});
  DeskAnswer answer;
  answer.fields["alert"] = event.alert;
  answer.fields["event"] = name_of(event.event);
  answer.fields["revision"] = event.revision;
  answer.fields["outcome"] = deed_outcome(event);
  if (event.event == AlertHappening::confirmed && !event.characters_confirmed)
    answer.fields["unconfirmed"] = "characters";
  if (event.event == AlertHappening::confirmed && !event.entry_confirmed)
    answer.fields["unconfirmed"] = "entry";
  if (event.sortie) answer.fields["sortie"] = *event.sortie;
  return answer;
}

/// The alert as its newest event says it; it has gone out, so it can be read again.
Json state_json(const AlertEvent& event) {
  return Json::parse(to_json(event));
}

}  // namespace

DeskAnswer deed_once(AlertOutlet& outlet, const DeskRequest& request, const std::string& about,
                     const std::function<DeskAnswer(AlertDelivery&, std::optional<KeptText>&)>& deed) {
  if (request.person.empty()) return refusal("person: is missing");
  DeskAnswer answer;
  outlet.run_errand([&](AlertDelivery& delivery) {
    if (const auto before = delivery.noted(request.channel, request.id)) {
      answer = answered_before(*before, request, about);
      return;
    }
    std::optional<KeptText> kept;
    answer = deed(delivery, kept);
    AuditRecord record = record_of(request, about, outcome_words(answer));
    if (answer.fields.contains("sortie")) record.sortie = answer.fields["sortie"].get<std::string>();
    if (!delivery.note(record, kept, true))
      answer.fields["warning"] = "the disk refuses: it is done, but not yet written down";
  });
  return answer;
}

std::string note_question(AlertOutlet& outlet, const DeskRequest& request, const std::string& about,
                          const std::string& outcome) {
  if (request.person.empty()) return "person: is missing";
  std::string fault;
  outlet.run_errand([&](AlertDelivery& delivery) {
    if (const auto before = delivery.noted(request.channel, request.id)) {
      fault = answered_before(*before, request, about).error;
      if (fault.empty() && wall_clock() - before->at > kQuestionLasts)
        fault = "id: was used for the same question before, expected a new one";
      return;
    }
    if (!delivery.note(record_of(request, about, outcome), std::nullopt, false))
      fault = "the audit trail cannot be written, so nothing may be looked up";
  });
  return fault;
}

bool was_noted(AlertOutlet& outlet, const DeskRequest& request) {
  bool noted = false;
  outlet.run_errand(
      [&](AlertDelivery& delivery) { noted = delivery.noted(request.channel, request.id).has_value(); });
  return noted;
}

std::string reason_fault(const DeskRequest& request, const std::string& what) {
  if (!request.reason.empty()) return {};
  return "reason: is missing, expected why: " + what + " is journalled with its reason";
}

DeskDuty act_duty(AlertOutlet& outlet) {
  return [&outlet](const DeskRequest& request) {
    ActReading reading = read_act(request);
    if (!reading.fault.empty()) return refusal(reading.fault);
    const std::string about = reading.deed.alert + " " + std::string(name_of(reading.deed.what));
    return deed_once(outlet, request, about, [&](AlertDelivery& delivery, std::optional<KeptText>&) {
      return act(delivery, reading.deed);
    });
  };
}

DeskDuty search_duty(AlertOutlet& outlet) {
  return [&outlet](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    const auto alert = fields.text_if("alert", kLongestName);
    const auto mark = fields.text_if("mark", kLongestName);
    if (alert.has_value() == mark.has_value()) fields.blame("alert", "or mark, one of them, is missing");
    if (fault.empty() && mark) fault = reason_fault(request, "a search on a mark");
    if (!fault.empty()) return refusal(fault);
    fault = note_question(outlet, request, alert ? *alert : bare_mark(*mark), "answered");
    if (!fault.empty()) return refusal(fault);
    DeskAnswer answer;
    outlet.run_errand([&](AlertDelivery& delivery) {
      if (mark) {
        for (const AlertEvent* event : delivery.book().of_mark(request.channel, *mark))
          answer.items.push_back(state_json(*event));
      } else if (const auto event = delivery.state_of(*alert); event && event->channel == request.channel) {
        answer.items.push_back(state_json(*event));
      }
    });
    return answer;
  };
}

DeskDuty lookup_duty(AlertOutlet& outlet, std::function<std::shared_ptr<const HotlistMatcher>()> lists) {
  return [&outlet, lists = std::move(lists)](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    const std::string mark = bare_mark(fields.text("mark", kLongestName));
    if (fault.empty() && request.reason.empty()) fields.blame("reason", "is missing");
    if (!fault.empty()) return refusal(fault);
    if (std::string words = lookup_fault(mark); !words.empty()) return refusal(std::move(words));
    const std::vector<LookupItem> found = look_up(*lists(), mark, request.channel, wall_clock());
    const auto alerting =
        std::count_if(found.begin(), found.end(), [](const auto& one) { return one.alerts; });
    fault =
        note_question(outlet, request, mark,
                      std::to_string(found.size()) + " found, " + std::to_string(alerting) + " would alert");
    if (!fault.empty()) return refusal(fault);
    DeskAnswer answer;
    answer.fields["mark"] = mark;
    answer.fields["channel"] = request.channel;
    for (const LookupItem& item : found) answer.items.push_back(to_json(item));
    return answer;
  };
}

DeskDuty accept_duty(
    AlertOutlet& outlet, std::function<bool(const std::string& list, const std::string& channel)> is_of,
    std::function<ListAccepted(const std::string& list, const std::string& channel)> accept) {
  return [&outlet, is_of = std::move(is_of), accept = std::move(accept)](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    const std::string list = fields.text("list", kLongestName);
    if (fault.empty() && request.reason.empty()) fields.blame("reason", "is missing");
    if (fault.empty() && !is_of(list, request.channel)) fault = "list: no \"" + list + "\" on this channel";
    if (!fault.empty()) return refusal(fault);
    if (request.person.empty()) return refusal("person: is missing");
    const bool again = was_noted(outlet, request);
    // On the desk's thread: it may wait for a list that is being read, and alerts must not.
    const ListAccepted accepted = again ? ListAccepted{} : accept(list, request.channel);
    return deed_once(outlet, request, list, [&](AlertDelivery&, std::optional<KeptText>&) {
      if (!accepted.done) return refusal(accepted.words);
      DeskAnswer answer;
      answer.fields["list"] = list;
      answer.fields["outcome"] = accepted.words;
      return answer;
    });
  };
}

}  // namespace nightjar
