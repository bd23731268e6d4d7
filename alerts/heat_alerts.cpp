#include "alerts/heat_alerts.hpp"

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

std::vector<AlertParcel> HeatAlerts::update(const HeatTrack& track, const CaptureClock& clock) {
  AlertEvent wanted = event_of(track, clock);
  const auto found = alerts_.find(track.id);
  if (found == alerts_.end()) {
    if (track.outcome != HeatOutcome::confirmed || track.probability < options_.min_probability) return {};
    if (!track.ended) alerts_[track.id] = {wanted, wanted, false, false};
    return {sent_as(AlertHappening::raised, std::move(wanted))};
  }
  Alert& alert = found->second;
  wanted.revision = alert.sent.revision + 1;
  wanted.captured_at = std::max(wanted.captured_at, alert.sent.captured_at);  // that may be its frame's
  if (track.outcome == HeatOutcome::dropped) {
    wanted.cause = "no contact after all";
    alerts_.erase(found);
    return {sent_as(AlertHappening::withdrawn, std::move(wanted))};
  }
  alert.wanted = std::move(wanted);
  alert.ended = track.ended;
  alert.waits = worth_amending(alert.sent, alert.wanted);
  return due(*alert.wanted.captured_at);
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
  std::erase_if(alerts_, [](const auto& alert) { return alert.second.ended && !alert.second.waits; });
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

AlertEvent HeatAlerts::event_of(const HeatTrack& track, const CaptureClock& clock) const {
  AlertEvent event;
  const std::string first_seen = format_utc(track.first_seen);
  event.incident = short_key({options_.channel, options_.feed, "heat", std::to_string(track.id), first_seen});
  event.alert = short_key({options_.channel, options_.feed, event.incident, first_seen});
  event.kind = AlertKind::heat_contact;
  event.priority = options_.priority;
  event.handling = options_.handling;
  event.channel = options_.channel;
  event.feed = options_.feed;
  event.captured_at = std::max(track.last_seen, track.lost_at.value_or(track.last_seen));
  event.clock = clock;
  if (track.position) event.place = place_of(*track.position);
  event.heat = heat_of(track);
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
  return sent.heat->heat_class != wanted.heat->heat_class ||
         sent.heat->lost_at.has_value() != wanted.heat->lost_at.has_value() ||
         std::abs(sent.heat->probability - wanted.heat->probability) >= options_.probability_step ||
         place_changed(sent.place, wanted.place);
}

}  // namespace nightjar
