#include "alerts/alert_book.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "alerts/hit_judge.hpp"
#include "alerts/open_alerts.hpp"
#include "alerts/vehicle_hit.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

/// What people said stays on all that follows, until what they spoke of has changed.
void keep_words(AlertEvent& event, const AlertEvent& before, bool stands) {
  event.acknowledged_by = before.acknowledged_by;
  event.crew = before.crew;
  event.escalation = before.escalation;
  if (!stands) return;
  event.characters_confirmed = before.characters_confirmed;
  event.entry_confirmed = before.entry_confirmed;
}

/// Whether the second says anything that the first did not.
bool says_the_same(const AlertEvent& one, const AlertEvent& other) {
  if (!one.vehicle || !other.vehicle) return false;
  constexpr double kStep = 0.1;
  return same_hit(one, other) && one.priority == other.priority &&
         one.vehicle->direction == other.vehicle->direction &&
         std::abs(one.vehicle->read_confidence - other.vehicle->read_confidence) < kStep;
}

}  // namespace

AlertBook::AlertBook(AlertBookOptions options, const std::map<std::string, std::uint32_t>& sightings)
    : options_(std::move(options)), incidents_(options_.incidents, sightings) {}

std::vector<AlertParcel> AlertBook::enter(AlertParcel parcel, std::optional<CaptureTime> now) {
  const CaptureTime at = now ? *now : parcel.event.captured_at.value_or(CaptureTime{});
  const auto known = pages_.find(parcel.event.alert);
  const bool is_sighting = known == pages_.end() && parcel.event.vehicle;
  if (known == pages_.end()) {
    enter_new(parcel, at);
  } else {
    if (is_known_already(known->second, parcel.event)) return {};
    enter_next(known->second, parcel, at);
  }
  std::vector<AlertParcel> parcels;
  parcels.push_back(std::move(parcel));
  if (is_sighting) unconfirm_others(AlertEvent(parcels.front().event), at, parcels);
  const auto page = pages_.find(parcels.front().event.alert);
  if (page != pages_.end() && page->second.state == State::open && lists_ &&
      is_of_older_lists(page->second.newest, *lists_)) {
    std::vector<AlertParcel> others;
    judge_page(page->second, at, parcels, others);
    std::move(others.begin(), others.end(), std::back_inserter(parcels));
  }
  return parcels;
}

bool AlertBook::is_known_already(const Page& page, const AlertEvent& event) const {
  if (event.kind != AlertKind::vehicle_hit) return false;
  const bool withdrawn = page.state == State::withdrawn;
  switch (event.event) {
    case AlertHappening::withdrawn:
      return withdrawn;
    case AlertHappening::amended:
      if (withdrawn) return lists_ && is_of_older_lists(event, *lists_);
      return page.raised_here && says_the_same(page.newest, event);
    case AlertHappening::raised:
      if (withdrawn) return false;
      return event.late_match || (page.raised_here && says_the_same(page.newest, event));
    default:
      return false;
  }
}

void AlertBook::enter_new(AlertParcel& parcel, CaptureTime now) {
  AlertEvent& event = parcel.event;
  Page page;
  page.settled_at = event.revision;
  page.read = parcel.read;
  if (event.kind == AlertKind::vehicle_hit) {
    incidents_.sight(event);
    take_confirmation(event, now);
  }
  if (event.event == AlertHappening::withdrawn) page.state = State::withdrawn;
  if (event.event == AlertHappening::closed) page.state = State::closed;
  page.newest = event;
  order_.push_back(event.alert);
  set_times(pages_.emplace(event.alert, std::move(page)).first->second, now);
  if (parcel.event.event == AlertHappening::withdrawn && parcel.event.vehicle)
    incidents_.settle(parcel.event, false);
  forget_oldest();
}

void AlertBook::enter_next(Page& page, AlertParcel& parcel, CaptureTime now) {
  AlertEvent& event = parcel.event;
  const AlertEvent before = std::move(page.newest);
  event.revision = before.revision + 1;
  if (event.event == AlertHappening::amended && page.state == State::withdrawn)
    event.event = AlertHappening::raised;
  if (event.event == AlertHappening::raised && page.raised_here) event.event = AlertHappening::amended;
  const bool stands = same_hit(event, before) && page.state != State::withdrawn;
  keep_words(event, before, stands);
  if (!stands) page.settled_at = event.revision;
  if (event.vehicle) {
    event.late_match = event.late_match || before.late_match;
    incidents_.follow(event, before);
    const bool dealt_with = page.state == State::rejected || page.state == State::closed;
    if (dealt_with && stands) event.handling = AlertHandling::record;
    if (!dealt_with || !stands) page.state = State::open;
    if (dealt_with && !stands) {  // it is another hit than the one that they had dealt with
      event.acknowledged_by.reset();
      event.crew.reset();
    }
  }
  if (event.event == AlertHappening::withdrawn) page.state = State::withdrawn;
  if (event.event == AlertHappening::closed) page.state = State::closed;
  if (page.state != State::open && event.vehicle) incidents_.settle(event, page.state == State::closed);
  page.raised_here = page.of_before = false;
  if (parcel.read) page.read = parcel.read;
  page.newest = event;
  set_times(page, now);
  event.escalation = page.newest.escalation;
}

std::vector<AlertParcel> AlertBook::judge(std::shared_ptr<const HotlistMatcher> lists,
                                          std::optional<CaptureTime> now) {
  lists_ = std::move(lists);
  std::vector<AlertParcel> fallen;
  std::vector<AlertParcel> others;
  for (const std::string& alert : order_) {
    Page& page = pages_.at(alert);
    if (page.state == State::open && page.newest.kind == AlertKind::vehicle_hit && page.newest.captured_at)
      judge_page(page, now.value_or(*page.newest.captured_at), fallen, others);
  }
  std::move(others.begin(), others.end(), std::back_inserter(fallen));
  return fallen;
}

void AlertBook::judge_page(Page& page, CaptureTime now, std::vector<AlertParcel>& fallen,
                           std::vector<AlertParcel>& others) {
  HitJudgement judgement = judge_hit(page.newest, page.read, *lists_);
  if (!judgement.cause && !judgement.now) return;
  AlertEvent& newest = page.newest;
  if (judgement.cause) {
    page.state = State::withdrawn;
    fallen.push_back(write(page, AlertHappening::withdrawn, now, judgement.cause));
    incidents_.settle(newest, false);
  }
  if (!judgement.now) return;
  const AlertEvent before = newest;
  judgement.now->revision = newest.revision;
  newest = std::move(*judgement.now);
  newest.characters_confirmed.reset();
  newest.entry_confirmed.reset();
  incidents_.follow(newest, before);
  page.state = State::open;
  page.raised_here = true;
  others.push_back(write(page, judgement.cause ? AlertHappening::raised : AlertHappening::amended, now));
  page.settled_at = newest.revision;
}

void AlertBook::sent(const AlertEvent& event) {
  const auto found = pages_.find(event.alert);
  if (found == pages_.end() || found->second.newest.revision != event.revision) return;
  AlertEvent& newest = found->second.newest;
  newest.stream = event.stream;
  newest.seq = event.seq;
  newest.published_at = event.published_at;
  newest.journalled = event.journalled;
}

const AlertEvent* AlertBook::find(const std::string& alert) const {
  const auto found = pages_.find(alert);
  return found == pages_.end() ? nullptr : &found->second.newest;
}

std::vector<const AlertEvent*> AlertBook::of_mark(const std::string& channel, const std::string& mark) const {
  const std::string folded = folded_mark(mark);
  const std::string incident = vehicle_incident(channel, mark);
  std::vector<const AlertEvent*> found;
  for (const std::string& alert : order_) {
    const Page& page = pages_.at(alert);
    if (page.state != State::open || page.newest.channel != channel || !page.newest.vehicle) continue;
    if (page.newest.incident == incident || folded_mark(page.newest.vehicle->mark) == folded)
      found.push_back(&page.newest);
  }
  return found;
}

void AlertBook::recall(const AlertEvent& event, bool is_open) {
  const auto [place, is_new] = pages_.try_emplace(event.alert);
  Page& page = place->second;
  if (is_new) order_.push_back(event.alert);
  if (is_new || !same_hit(event, page.newest)) page.settled_at = event.revision;
  page.of_before = event.health.has_value();
  page.newest = event;
  const OpenBehind behind = open_behind(event);
  if (is_open || behind == OpenBehind::yes) page.state = State::open;
  if (event.event == AlertHappening::withdrawn) page.state = State::withdrawn;
  if (event.event == AlertHappening::rejected) page.state = State::rejected;
  if (event.event == AlertHappening::closed) page.state = State::closed;
  const bool told_again = event.event == AlertHappening::escalated && page.waits_since;
  if (told_again) page.waits_since = event.published_at;
  set_times(page, event.published_at.value_or(event.captured_at.value_or(CaptureTime{})));
  if (page.state == State::open || behind == OpenBehind::no) incidents_.recall(event);
  forget_oldest();
}

void AlertBook::forget(const std::string& alert) {
  const auto page = pages_.find(alert);
  if (page == pages_.end()) return;
  incidents_.forget(page->second.newest.incident);
  forget_times(page->second);
  pages_.erase(page);
  std::erase(order_, alert);
}

void AlertBook::let_go(const std::string& alert, const std::string& stream, std::uint64_t seq) {
  const auto page = pages_.find(alert);
  if (page == pages_.end()) return;
  const AlertEvent& newest = page->second.newest;
  if (newest.stream != stream || newest.seq != seq) return;
  if (newest.vehicle) incidents_.settle(newest, false);
  forget_times(page->second);
  pages_.erase(page);
  std::erase(order_, alert);
}

void AlertBook::forget_oldest() {
  while (order_.size() > options_.most_alerts) {
    const auto oldest = pages_.find(order_.front());
    if (oldest->second.newest.vehicle) incidents_.settle(oldest->second.newest, false);
    forget_times(oldest->second);
    pages_.erase(oldest);
    order_.pop_front();
  }
}

}  // namespace nightjar
