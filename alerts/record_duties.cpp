#include "alerts/record_duties.hpp"

#include <algorithm>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/base64.hpp"
#include "alerts/case_bundle.hpp"
#include "alerts/case_holds.hpp"
#include "alerts/desk_duties.hpp"
#include "alerts/json_fields.hpp"
#include "alerts/kept_reader.hpp"
#include "alerts/mark_erasure.hpp"
#include "alerts/room_list.hpp"
#include "alerts/sortie_folder.hpp"
#include "ingest/utc_time.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestName = 128;
constexpr std::size_t kPage = 256;
constexpr std::size_t kPart = 150'000;  // bytes of a bundle in one item: 200 kB in base64

CaptureTime wall_clock() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

DeskAnswer refusal(std::string error) {
  return {std::move(error), Json::object(), {}};
}

CaseHolds holds_of(JournalReader& journal, const std::string& channel) {
  const auto kept = journal.kept(kept_holds(channel));
  return kept ? CaseHolds::of_text(*kept) : CaseHolds();
}

Json event_item(const HeldEvent& held, const CaseHolds& holds) {
  Json item{{"held", "event"}, {"stream", held.stream}, {"seq", held.seq}, {"alert", held.alert}};
  item["event"] = Json::parse(held.text, nullptr, false);
  if (const CaseHold* const hold = holds.holding(held.alert, held.text)) item["case"] = hold->case_reference;
  return item;
}

void add_entries(JournalReader& journal, const std::string& channel, const std::string& mark,
                 std::vector<Json>& items) {
  const auto text = journal.kept("room/" + channel);
  if (!text) return;
  const RoomList room = RoomList::of_text(channel, *text);
  for (const RoomEntry& entry : room.entries()) {
    if (folded_mark(entry.mark) != mark) continue;
    Json item{{"held", "entry"}, {"list", "room/" + channel}, {"mark", entry.mark}, {"person", entry.person}};
    put(item, "action", entry.action);
    put(item, "reason", entry.reason);
    item["entered_at"] = format_utc(entry.entered_at);
    item["ends_at"] = format_utc(entry.ends_at);
    items.push_back(std::move(item));
  }
}

void add_audit(JournalReader& journal, const std::string& channel, const std::string& mark,
               std::vector<Json>& items) {
  std::uint64_t number = 0;
  for (auto page = journal.audit(0, kPage); !page.empty(); page = journal.audit(number, kPage)) {
    for (const StoredAudit& stored : page) {
      number = stored.number;
      const auto record = audit_from_json(stored.text);
      if (!record || record->channel != channel || folded_mark(record->about) != mark) continue;
      items.push_back({{"held", "audit"}, {"record", Json::parse(stored.text, nullptr, false)}});
    }
  }
}

/// The folded mark that a request names, or a fault.
std::string mark_of(const DeskRequest& request, std::string& fault) {
  JsonFields fields(request.body, "", fault);
  const std::string written = fields.text("mark", kLongestName);
  if (fault.empty() && request.reason.empty()) fields.blame("reason", "is missing");
  const auto subject = hold_subject(written);
  if (fault.empty() && (!subject || !subject->of_mark))
    fault = "mark: found \"" + written + "\", expected a registration mark";
  return subject ? subject->subject : "";
}

/// What is written beside each part of an erasure.
AuditRecord erasure_of(const DeskRequest& request) {
  AuditRecord record;
  record.at = wall_clock();
  record.person = request.person;
  if (request.asker) record.key = request.asker->key;
  record.what = "erase";
  record.channel = request.channel;
  record.reason = request.reason;
  return record;
}

/// To everybody on the channel: what was exported leaves the room.
void tell_of_export(AlertOutlet& outlet, const DeskRequest& request, const std::string& alert) {
  AlertDeed deed;
  deed.channel = request.channel;
  deed.alert = alert;
  deed.what = AlertHappening::noted;
  deed.action.code = "exported";
  deed.action.note = request.reason;
  deed.person = request.person;
  if (request.asker) deed.key = request.asker->key;
  outlet.run_errand([&](AlertDelivery& delivery) { (void)delivery.act(deed); });  // no such alert: no bundle
}

void add_parts(const std::string& bytes, DeskAnswer& answer) {
  for (std::size_t from = 0; from < bytes.size(); from += kPart) {
    const std::string part = bytes.substr(from, kPart);
    answer.items.push_back({{"from", from}, {"base64", base64(part)}});
  }
}

}  // namespace

std::vector<Json> held_on_mark(JournalReader& journal, const std::string& channel, const std::string& mark) {
  std::vector<Json> items;
  const CaseHolds holds = holds_of(journal, channel);
  std::int64_t behind = 0;
  for (auto page = journal.held_of_mark(channel, mark, behind, kPage); !page.empty();
       page = journal.held_of_mark(channel, mark, behind, kPage)) {
    for (const HeldEvent& held : page) items.push_back(event_item(held, holds));
    behind = page.back().number;
  }
  add_entries(journal, channel, mark, items);
  for (const CaseHold& hold : holds.holds())
    if (hold.of_mark && hold.subject == mark)
      items.push_back({{"held", "hold"},
                       {"case", hold.case_reference},
                       {"person", hold.person},
                       {"at", format_utc(hold.at)}});
  add_audit(journal, channel, mark, items);
  return items;
}

namespace {

bool has_sortie(const Journal& journal, const std::string& channel, const std::string& id) {
  const auto sortie = SortieFolder(journal.folder() / "sorties").find(id);
  return sortie && sortie->channel == channel;
}

}  // namespace

HoldOutcome hold_for_case(const Journal& journal, const HoldOrder& order) {
  const auto subject = hold_subject(order.subject);
  if (!subject)
    return {
        "subject: found \"" + order.subject + "\", expected an alert or a sortie (16 hex digits) or a mark",
        "",
        {}};
  if (order.case_reference.empty()) return {"case: is missing", "", {}};
  const auto kept = journal.kept(kept_holds(order.channel));
  CaseHolds holds = kept ? CaseHolds::of_text(*kept) : CaseHolds();
  HoldOutcome outcome;
  if (order.release) {
    if (!holds.release(subject->subject, order.case_reference))
      return {"subject: " + order.subject + " is not held for case " + order.case_reference, "", {}};
    outcome.words = "not held any more for case " + order.case_reference;
  } else {
    if (!subject->of_mark && !journal.has_alert(order.channel, subject->subject) &&
        !has_sortie(journal, order.channel, subject->subject))
      return {"subject: no alert or sortie \"" + order.subject + "\" on channel " + order.channel, "", {}};
    CaseHold hold{subject->of_mark, subject->subject, order.case_reference, order.person, {}, order.now};
    if (!order.reason.empty()) hold.reason = order.reason;
    outcome.fault = holds.add(std::move(hold));
    outcome.words = "held for case " + order.case_reference;
  }
  outcome.kept = {kept_holds(order.channel), holds.text()};
  return outcome;
}

DeskDuty hold_duty(AlertOutlet& outlet) {
  return [&outlet](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    HoldOrder order{request.channel,
                    fields.text("subject", kLongestName),
                    fields.text("case", kLongestName),
                    request.person,
                    request.reason,
                    fields.flag_if("release").value_or(false),
                    wall_clock()};
    if (!fault.empty()) return refusal(fault);
    return deed_once(outlet, request, order.subject,
                     [&](AlertDelivery& delivery, std::optional<KeptText>& kept) {
                       HoldOutcome outcome = hold_for_case(delivery.journal(), order);
                       if (!outcome.fault.empty()) return refusal(outcome.fault);
                       kept = std::move(outcome.kept);
                       DeskAnswer answer;
                       answer.fields["outcome"] = outcome.words;
                       return answer;
                     });
  };
}

DeskDuty about_duty(AlertOutlet& outlet, RecordSources sources) {
  return [&outlet, sources = std::move(sources)](const DeskRequest& request) {
    std::string fault;
    const std::string mark = mark_of(request, fault);
    if (fault.empty()) fault = note_question(outlet, request, mark, "answered");
    if (!fault.empty()) return refusal(fault);
    const KeptReader reader(sources.journal);
    JournalReader& journal = *reader;
    DeskAnswer answer;
    answer.fields["mark"] = mark;
    answer.fields["channel"] = request.channel;
    answer.items = held_on_mark(journal, request.channel, mark);
    if (sources.reads)
      for (Json& read : sources.reads(request.channel, mark)) answer.items.push_back(std::move(read));
    return answer;
  };
}

DeskDuty erase_duty(AlertOutlet& outlet, RecordSources sources) {
  return [&outlet, sources = std::move(sources)](const DeskRequest& request) {
    std::string fault;
    const std::string mark = mark_of(request, fault);
    if (fault.empty() && request.person.empty()) fault = "person: is missing";
    if (!fault.empty()) return refusal(fault);
    // What takes long is done here, on the thread of long questions; asked again, it finds nothing left.
    std::optional<MarkErased> erased;
    std::size_t reads = 0;
    if (!was_noted(outlet, request)) {
      erased = erase_mark(outlet, sources.journal, mark, erasure_of(request));
      if (sources.forget_reads) reads = sources.forget_reads(request.channel, mark);
    }
    return deed_once(outlet, request, mark, [&](AlertDelivery&, std::optional<KeptText>& kept) {
      if (!erased) return refusal("the disk refuses, not everything is erased; ask again under another id");
      if (sources.forget_entries) kept = sources.forget_entries(request.channel, mark);
      DeskAnswer answer;
      answer.fields["outcome"] = std::to_string(erased->events) + " events, " +
                                 std::to_string(erased->pictures) + " pictures and " + std::to_string(reads) +
                                 " kept reads erased; " + std::to_string(erased->held) +
                                 " events held for a case";
      return answer;
    });
  };
}

DeskDuty export_duty(AlertOutlet& outlet, RecordSources sources) {
  return [&outlet, sources = std::move(sources)](const DeskRequest& request) {
    std::string fault;
    JsonFields fields(request.body, "", fault);
    BundleOrder order{request.channel,
                      fields.text("alert", kLongestName),
                      request.person,
                      request.reason,
                      sources.software,
                      wall_clock(),
                      {}};
    if (sources.shown_site)
      order.shown_site = [&](std::string_view text) { return sources.shown_site(request.channel, text); };
    if (fault.empty()) fault = reason_fault(request, "an export");
    if (!fault.empty()) return refusal(fault);
    const bool again = was_noted(outlet, request);
    fault = note_question(outlet, request, order.alert, "exported");
    if (!fault.empty()) return refusal(fault);
    if (!again) tell_of_export(outlet, request, order.alert);
    const KeptReader reader(sources.journal);
    JournalReader& journal = *reader;
    const CaseBundle bundle = make_case_bundle(journal, order);
    if (!bundle.fault.empty()) return refusal(bundle.fault);
    const std::string tar = tar_of(bundle.items, order.now);
    DeskAnswer answer;
    answer.fields["bytes"] = tar.size();
    answer.fields["sha256"] = hex(sha256(tar));
    add_parts(tar, answer);
    return answer;
  };
}

}  // namespace nightjar
