// What people do to alerts, and what they do not.
#include <algorithm>
#include <utility>

#include "alerts/alert_book.hpp"
#include "alerts/vehicle_hit.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

std::string time_words(CaptureTime time) {
  return format_utc(time).substr(11, 8) + "Z";
}

}  // namespace

/// A next event of the page as it is now; what the last one alone said goes.
AlertParcel AlertBook::write(Page& page, AlertHappening happening, CaptureTime now,
                             const std::optional<std::string>& cause) {
  AlertEvent& newest = page.newest;
  newest.event = happening;
  newest.late_s.reset();
  newest.actor.reset();
  newest.action.reset();
  newest.taken_over_from.reset();
  newest.cause = cause;
  ++newest.revision;
  set_times(page, now);
  AlertParcel parcel;
  parcel.event = newest;
  return parcel;
}

std::string AlertBook::state_refusal(const Page& page, const AlertDeed& deed) const {
  const bool is_verdict = deed.what == AlertHappening::confirmed || deed.what == AlertHappening::rejected;
  const bool is_of_the_end = deed.what == AlertHappening::closed || deed.what == AlertHappening::noted;
  if (!is_of_the_end && page.state == State::withdrawn)
    return "the alert was withdrawn" + (page.newest.cause ? ": " + *page.newest.cause : "");
  const bool sets_right = is_of_the_end || deed.what == AlertHappening::rejected;
  if (!sets_right && page.state == State::rejected) return "the alert was rejected";
  if (!sets_right && page.state == State::closed) return "the alert is closed";
  const std::uint32_t revision = deed.action.revision.value_or(page.newest.revision);
  if (is_verdict && (revision < page.settled_at || revision > page.newest.revision)) {
    return "mark, match or entry have changed since revision " + std::to_string(revision) +
           "; look at revision " + std::to_string(page.newest.revision);
  }
  return {};
}

DeedOutcome AlertBook::act(const AlertDeed& deed, CaptureTime now) {
  const auto found = pages_.find(deed.alert);
  if (found == pages_.end() || found->second.newest.channel != deed.channel)
    return {{}, "alert: no \"" + deed.alert + "\" on this channel"};
  Page& page = found->second;
  for (std::string refusal : {deed_fault(deed.what, deed.action),
                              deed_refusal(page.newest, deed.what, deed.action), state_refusal(page, deed)})
    if (!refusal.empty()) return {{}, std::move(refusal)};
  DeedOutcome outcome;
  AlertEvent& newest = page.newest;
  if (deed.what == AlertHappening::rejected) page.state = State::rejected;
  if (deed.what == AlertHappening::closed) page.state = State::closed;
  outcome.parcels.push_back(write_deed(page, deed, deed.action, now));
  if (newest.vehicle && deed.what == AlertHappening::rejected) incidents_.reject(newest, now);
  if (newest.vehicle && page.state != State::open)
    incidents_.settle(newest, deed.what == AlertHappening::closed);
  if (newest.vehicle && deed.what == AlertHappening::closed) close_with(page, deed, now, outcome.parcels);
  return outcome;
}

AlertParcel AlertBook::write_deed(Page& page, const AlertDeed& deed, const AlertAction& action,
                                  CaptureTime now) {
  AlertParcel parcel = write(page, deed.what, now);
  AlertEvent& newest = page.newest;
  apply_deed(newest, deed.what, action, deed.person, now, options_.deeds);
  newest.actor = AlertActor{deed.person, deed.key};
  newest.action = action;
  newest.published_at = now;
  set_times(page, now);
  parcel.event = newest;
  return parcel;
}

/// Sightings that did not sound are part of the alert that did.
void AlertBook::close_with(const Page& page, const AlertDeed& deed, CaptureTime now,
                           std::vector<AlertParcel>& parcels) {
  for (const std::string& alert : order_) {
    Page& other = pages_.at(alert);
    if (other.state != State::open || other.newest.repeat_of != page.newest.alert) continue;
    AlertAction action = deed.action;
    action.note = "closed with alert " + page.newest.alert;
    other.state = State::closed;
    parcels.push_back(write_deed(other, deed, action, now));
    incidents_.settle(other.newest, true);
  }
}

/// That an entry is current holds for every sighting on which it stands unchanged.
void AlertBook::take_confirmation(AlertEvent& sighting, CaptureTime now) const {
  for (const std::string& alert : confirmed_) {
    const AlertEvent& other = pages_.at(alert).newest;
    const auto& entry = other.entry_confirmed;
    if (other.incident != sighting.incident || !entry || !entry->until || *entry->until <= now) continue;
    if (!other.vehicle || !same_entries(*other.vehicle, *sighting.vehicle)) continue;
    sighting.entry_confirmed = entry;
    if (!entry->alert) sighting.entry_confirmed->alert = other.alert;
  }
}

/// Somebody has read the characters of a sighting that is not the newest any more.
void AlertBook::unconfirm_others(const AlertEvent& sighting, CaptureTime now,
                                 std::vector<AlertParcel>& parcels) {
  const std::set<std::string> confirmed = confirmed_;
  for (const std::string& alert : confirmed) {
    Page& page = pages_.at(alert);
    if (alert == sighting.alert || page.newest.incident != sighting.incident) continue;
    if (page.state != State::open || !page.newest.characters_confirmed) continue;
    if (sighting.captured_at < page.newest.captured_at) continue;  // found among older reads
    page.newest.characters_confirmed.reset();
    parcels.push_back(write(page, AlertHappening::amended, now,
                            "seen again by " + sighting.feed + " (alert " + sighting.alert +
                                "): its characters have to be confirmed"));
  }
}

bool AlertBook::waits(const Page& page) const {
  return page.state == State::open && !page.of_before && nobody_has(page.newest) &&
         step_of(options_.escalation, page.newest) != nullptr;
}

/// When the page has to be looked at again, as it stands now.
void AlertBook::set_times(Page& page, CaptureTime now) {
  AlertEvent& newest = page.newest;
  forget_times(page);
  const bool open = page.state == State::open;
  if (!open || !nobody_has(newest)) newest.escalation.reset();
  if (!waits(page)) {
    page.waits_since.reset();
  } else if (!page.waits_since) {
    page.waits_since = now;
  }
  if (!open) return;
  if (newest.characters_confirmed || newest.entry_confirmed) confirmed_.insert(newest.alert);
  page.due = due_time(page);
  if (page.due) due_.emplace(*page.due, newest.alert);
}

void AlertBook::forget_times(Page& page) {
  confirmed_.erase(page.newest.alert);
  if (page.due) due_.erase({*page.due, page.newest.alert});
  page.due.reset();
}

std::optional<CaptureTime> AlertBook::due_time(const Page& page) const {
  const AlertEvent& newest = page.newest;
  std::optional<CaptureTime> due;
  const auto look_at = [&due](const std::optional<CaptureTime>& time) {
    if (time && (!due || *time < *due)) due = time;
  };
  if (newest.crew) look_at(newest.crew->receive_by);
  if (newest.entry_confirmed) look_at(newest.entry_confirmed->until);
  const EscalationStep* const step = step_of(options_.escalation, newest);
  if (!page.waits_since || step == nullptr) return due;
  const std::uint32_t told = newest.escalation ? newest.escalation->level : 0;
  const std::chrono::seconds gap = told == 0 ? step->after : step->every;
  if (told < static_cast<std::uint32_t>(step->times))
    look_at(*page.waits_since + std::max(gap, std::chrono::seconds(1)));
  return due;
}

std::vector<AlertParcel> AlertBook::close_failures_of_before(CaptureTime now) {
  std::vector<AlertParcel> parcels;
  for (const std::string& alert : order_) {
    Page& page = pages_.at(alert);
    if (!page.of_before || page.state != State::open) continue;
    page.state = State::closed;
    page.newest.captured_at = now;
    parcels.push_back(write(page, AlertHappening::closed, now, "the worker was started again"));
  }
  return parcels;
}

std::optional<CaptureTime> AlertBook::next_due() const {
  return due_.empty() ? std::nullopt : std::optional(due_.begin()->first);
}

std::vector<AlertParcel> AlertBook::due(CaptureTime now) {
  std::vector<AlertParcel> parcels;
  while (!due_.empty() && due_.begin()->first <= now) {
    const std::string alert = due_.begin()->second;
    parcels.push_back(tell_due(pages_.at(alert), now));
  }
  std::stable_sort(parcels.begin(), parcels.end(), [](const AlertParcel& one, const AlertParcel& other) {
    return one.event.priority < other.event.priority;
  });
  return parcels;
}

/// One of the things that are due; each leaves the page with a later time, or none.
AlertParcel AlertBook::tell_due(Page& page, CaptureTime now) {
  AlertEvent& newest = page.newest;
  if (newest.crew && newest.crew->receive_by && *newest.crew->receive_by <= now) {
    newest.crew->receive_by.reset();
    newest.crew->given_back_at = now;
    newest.acknowledged_by.reset();
    page.waits_since = now;
    newest.escalation = AlertEscalation{1, "not received"};
    return write(page, AlertHappening::escalated, now,
                 newest.crew->name + " has not received it within " +
                     std::to_string(options_.deeds.receive_within.count()) + " s: use the radio");
  }
  if (newest.entry_confirmed && newest.entry_confirmed->until && *newest.entry_confirmed->until <= now) {
    const CaptureTime until = *newest.entry_confirmed->until;
    newest.entry_confirmed.reset();
    return write(page, AlertHappening::amended, now,
                 "the entry was confirmed until " + time_words(until) + ": it has to be confirmed again");
  }
  page.waits_since = now;
  newest.escalation =
      AlertEscalation{(newest.escalation ? newest.escalation->level : 0) + 1, "not acknowledged"};
  return write(page, AlertHappening::escalated, now, "nobody has taken it on");
}

}  // namespace nightjar
