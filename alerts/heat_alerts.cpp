#include "alerts/heat_alerts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "alerts/sha256.hpp"
#include "ingest/utc_time.hpp"
#include "processing/ground/ground_projector.hpp"

namespace nightjar {
namespace {

constexpr double kAtRest_mps = 0.3;  // below it a bearing is noise

AlertHeat heat_of(const HeatTrack& track) {
  AlertHeat heat;
  heat.heat_class = class_word(track.heat_class);
  heat.probability = track.probability;
  if (track.heat_class != HeatClass::unknown) heat.class_probability = track.class_probability;
  heat.peak_k = track.peak_k;
  if (track.velocity_mps) {
    heat.velocity_mps = track.velocity_mps->norm();
    const double bearing =
        std::atan2(track.velocity_mps->x(), track.velocity_mps->y()) * 180 / std::numbers::pi;
    if (*heat.velocity_mps >= kAtRest_mps) heat.bearing_deg = std::fmod(bearing + 360, 360);
  }
  heat.lost_at = track.lost_at;
  if (track.ended && !heat.lost_at) heat.lost_at = track.last_seen;
  return heat;
}

/// Over the few hundred metres that matter here the ground is flat.
double distance_m(const AlertPlace& from, const AlertPlace& to) {
  constexpr double kMetresPerDegree = 111'320;
  const double north = (*to.latitude_deg - *from.latitude_deg) * kMetresPerDegree;
  const double east = (*to.longitude_deg - *from.longitude_deg) * kMetresPerDegree *
                      std::cos(*from.latitude_deg * std::numbers::pi / 180);
  return std::hypot(north, east);
}

bool place_changed(const std::optional<AlertPlace>& sent, const std::optional<AlertPlace>& wanted) {
  if (!sent || !wanted) return sent.has_value() != wanted.has_value();
  return distance_m(*sent, *wanted) > *sent->ce90_m || *wanted->ce90_m < *sent->ce90_m / 2;
}

bool own_changed(const std::optional<AlertOwn>& sent, const std::optional<AlertOwn>& wanted) {
  if (!sent || !wanted) return sent.has_value() != wanted.has_value();
  return sent->id != wanted->id || sent->label != wanted->label;
}

/// By a tenth, or half as large again.
bool group_changed(const std::optional<AlertGroup>& sent, const std::optional<AlertGroup>& wanted) {
  if (!sent || !wanted) return sent.has_value() != wanted.has_value();
  const double more = std::abs(static_cast<double>(wanted->count) - sent->count);
  const double smaller_m = std::min(sent->extent_m, wanted->extent_m);
  const double larger_m = std::max(sent->extent_m, wanted->extent_m);
  return 10 * more >= sent->count || (larger_m > 1.5 * smaller_m && larger_m > smaller_m + 5);
}

AlertParcel sent_as(AlertHappening happening, AlertEvent event) {
  event.event = happening;
  AlertParcel parcel;
  parcel.event = std::move(event);
  return parcel;
}

}  // namespace

const char* class_word(HeatClass heat_class) {
  switch (heat_class) {
    case HeatClass::person:
      return "person";
    case HeatClass::animal:
      return "animal";
    case HeatClass::vehicle:
      return "vehicle";
    case HeatClass::unknown:
      break;
  }
  return "unknown";
}

std::vector<AlertParcel> HeatAlerts::raise(const HeatSubject& subject, const CaptureClock& clock) {
  const HeatTrack& track = subject.track;
  const std::optional<HeatRule>& rule = subject.rule;
  if (!rule || track.outcome == HeatOutcome::dropped) {
    if (track.ended && track.outcome == HeatOutcome::confirmed) ++outside_rules_;
    if (track.ended) alerts_.erase(track.id);
    return {};
  }
  const auto found = alerts_.find(track.id);
  const int raised = found == alerts_.end() ? 1 : found->second.raised + 1;
  AlertEvent event = event_of(subject, clock, *rule, raised);
  if (track.ended) {
    alerts_.erase(track.id);
  } else {
    alerts_[track.id] = {
        .sent = event, .wanted = event, .rule = *rule, .candidate = subject.candidate, .raised = raised};
  }
  return {sent_as(AlertHappening::raised, std::move(event))};
}

std::vector<AlertParcel> HeatAlerts::update(const HeatTrack& track, const CaptureClock& clock) {
  HeatSubject subject;
  subject.track = track;
  const HeatRule* const rule =
      track.outcome == HeatOutcome::confirmed ? options_.rules->rule_for(track, track.last_seen) : nullptr;
  if (rule != nullptr) subject.rule = *rule;
  return update(subject, clock);
}

std::vector<AlertParcel> HeatAlerts::update(const HeatSubject& subject, const CaptureClock& clock) {
  const HeatTrack& track = subject.track;
  const auto found = alerts_.find(track.id);
  if (found == alerts_.end()) return raise(subject, clock);
  Alert& alert = found->second;
  if (alert.withdrawn) return raise(subject, clock);
  if (alert.closed) {
    if (track.ended) alerts_.erase(found);
    return track.lost_at || track.ended ? std::vector<AlertParcel>{} : raise(subject, clock);
  }
  if (alert.candidate && !subject.candidate && subject.rule && subject.rule->channel != alert.rule.channel) {
    std::vector<AlertParcel> parcels = withdraw(track.id, "a rule tells it otherwise", track.last_seen);
    for (AlertParcel& parcel : raise(subject, clock)) parcels.push_back(std::move(parcel));
    return parcels;
  }
  AlertEvent wanted = event_of(subject, clock, alert.rule, alert.raised);
  take_rule(alert, subject, wanted);
  if (alert.waits && !wanted.alerted_again) wanted.alerted_again = alert.wanted.alerted_again;
  wanted.revision = alert.sent.revision + 1;
  wanted.captured_at = std::max(wanted.captured_at, alert.sent.captured_at);  // that may be its frame's
  if (track.outcome == HeatOutcome::dropped) {
    wanted.cause = alert.candidate ? "not seen often enough to be believed; that nothing is there is not said"
                                   : "no contact after all";
    alerts_.erase(found);
    return {sent_as(AlertHappening::withdrawn, std::move(wanted))};
  }
  alert.wanted = std::move(wanted);
  alert.ended = track.ended;
  alert.waits = worth_amending(alert.sent, alert.wanted);
  return due(*alert.wanted.captured_at);
}

void HeatAlerts::take_rule(Alert& alert, const HeatSubject& subject, AlertEvent& wanted) const {
  if (!subject.rule) return;
  const HeatRule& rule = *subject.rule;
  const bool still_candidate = alert.candidate && subject.candidate;
  const bool believed_now = alert.candidate && !subject.candidate;
  const bool more_urgent = rule.channel == alert.rule.channel && rule.priority < alert.rule.priority;
  if (subject.candidate ? !still_candidate : !believed_now && !more_urgent) return;
  alert.rule = rule;
  alert.candidate = subject.candidate;
  wanted.priority = rule.priority;
  wanted.handling = rule.handling;
  wanted.rule.reset();
  if (!rule.name.empty()) wanted.rule = rule.name;
  if (believed_now) wanted.alerted_again = "confirmed";
}

std::vector<AlertParcel> HeatAlerts::withdraw(std::uint64_t track, const std::string& cause, CaptureTime at) {
  const auto found = alerts_.find(track);
  if (found == alerts_.end() || found->second.closed) return {};
  Alert& alert = found->second;
  AlertEvent event = alert.wanted;
  event.revision = alert.sent.revision + 1;
  event.captured_at = std::max(*alert.sent.captured_at, at);
  event.cause = cause;
  alert.sent = event;
  alert.waits = false;
  alert.closed = alert.withdrawn = true;
  return {sent_as(AlertHappening::withdrawn, std::move(event))};
}

void HeatAlerts::leave(std::uint64_t track) {
  const auto found = alerts_.find(track);
  if (found != alerts_.end()) found->second.ended = true;
}

std::string HeatAlerts::alert_of(std::uint64_t track) const {
  const auto found = alerts_.find(track);
  return found == alerts_.end() ? std::string() : found->second.sent.alert;
}

void HeatAlerts::close_lost(CaptureTime now, std::vector<AlertParcel>& parcels) {
  for (auto& [id, alert] : alerts_) {
    const auto& lost_at = alert.wanted.heat->lost_at;
    if (alert.closed || !lost_at || !alert.rule.close_lost_after) continue;
    if (now - *lost_at < *alert.rule.close_lost_after) continue;
    AlertEvent closed = alert.wanted;
    closed.revision = alert.sent.revision + 1;
    closed.captured_at = std::max(*alert.sent.captured_at, now);
    closed.actor = AlertActor{"rule " + alert.rule.name, {}};
    closed.action = AlertAction{"lost", "not seen since it was lost", {}, {}};
    alert.sent = closed;
    alert.waits = false;
    alert.closed = true;
    parcels.push_back(sent_as(AlertHappening::closed, std::move(closed)));
  }
}

std::vector<AlertParcel> HeatAlerts::due(CaptureTime now) {
  std::vector<AlertParcel> parcels;
  for (auto& [id, alert] : alerts_) {
    if (!alert.waits || now - *alert.sent.captured_at < options_.shortest_gap) continue;
    alert.sent = alert.wanted;
    alert.sent.captured_at = std::max(*alert.wanted.captured_at, now);
    alert.waits = false;
    parcels.push_back(sent_as(AlertHappening::amended, alert.sent));
  }
  close_lost(now, parcels);
  std::erase_if(alerts_, [](const auto& entry) {
    const Alert& alert = entry.second;
    const bool will_close = alert.rule.close_lost_after && !alert.closed;
    return alert.ended && !alert.waits && !will_close;
  });
  return parcels;
}

std::vector<AlertParcel> HeatAlerts::finish() {
  std::vector<AlertParcel> parcels;
  for (auto& [id, alert] : alerts_) {
    if (alert.waits) parcels.push_back(sent_as(AlertHappening::amended, alert.wanted));
  }
  alerts_.clear();
  return parcels;
}

AlertEvent HeatAlerts::event_of(const HeatSubject& subject, const CaptureClock& clock, const HeatRule& rule,
                                int raised) const {
  const HeatTrack& track = subject.track;
  AlertEvent event;
  const std::string first_seen = format_utc(track.first_seen);
  const std::string again = raised > 1 ? fmt::format(" again {}", raised - 1) : "";
  event.incident = short_key({rule.channel, options_.feed, "heat", std::to_string(track.id), first_seen});
  event.alert = short_key({rule.channel, options_.feed, event.incident, first_seen + again});
  event.kind = AlertKind::heat_contact;
  event.priority = rule.priority;
  event.handling = rule.handling;
  event.channel = rule.channel;
  if (!rule.name.empty()) event.rule = rule.name;
  event.feed = options_.feed;
  event.captured_at = std::max(track.last_seen, track.lost_at.value_or(track.last_seen));
  event.clock = clock;
  if (track.position) {
    event.place = place_of(*track.position);
    event.areas = options_.rules->areas_at(*track.position);
  }
  event.heat = heat_of(track);
  event.heat->group = subject.group;
  event.heat->own = subject.own;
  event.heat->unconfirmed = track.outcome == HeatOutcome::tentative;
  event.sortie = subject.sortie;
  event.config = options_.config;
  return event;
}

AlertPlace HeatAlerts::place_of(const GroundPoint& position) const {
  const GroundEllipse ellipse = ellipse_of(position.covariance_m2);
  AlertPlace place;
  place.latitude_deg = position.latitude_deg;
  place.longitude_deg = position.longitude_deg;
  place.ce90_m = ellipse.ce90_m;
  place.ellipse = ErrorEllipse{ellipse.major_m, ellipse.minor_m, ellipse.bearing_deg};
  if (options_.os_grid) place.os_grid = options_.os_grid(position.latitude_deg, position.longitude_deg);
  return place;
}

bool HeatAlerts::worth_amending(const AlertEvent& sent, const AlertEvent& wanted) const {
  return sent.heat->heat_class != wanted.heat->heat_class || sent.priority != wanted.priority ||
         sent.areas != wanted.areas || sent.heat->lost_at.has_value() != wanted.heat->lost_at.has_value() ||
         std::abs(sent.heat->probability - wanted.heat->probability) >= options_.probability_step ||
         sent.heat->unconfirmed != wanted.heat->unconfirmed || sent.sortie != wanted.sortie ||
         own_changed(sent.heat->own, wanted.heat->own) ||
         group_changed(sent.heat->group, wanted.heat->group) || place_changed(sent.place, wanted.place);
}

}  // namespace nightjar
