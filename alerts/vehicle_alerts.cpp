#include "alerts/vehicle_alerts.hpp"

#include <algorithm>
#include <cmath>

#include "alerts/sha256.hpp"
#include "alerts/vehicle_hit.hpp"
#include "ingest/utc_time.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

/// What was read goes along, so that the hit can be judged again when a list changes.
AlertParcel sent_as(AlertHappening happening, AlertEvent event, const PlateText& read) {
  event.event = happening;
  AlertParcel parcel;
  parcel.event = std::move(event);
  parcel.read = read;
  return parcel;
}

void set_direction(AlertVehicle& vehicle, Direction direction, const CameraPlace& place) {
  if (direction == Direction::unknown) return;
  const bool towards = direction == Direction::towards;
  vehicle.direction = towards ? "towards" : "away";
  const std::string& words = towards ? place.towards : place.away;
  if (!words.empty()) vehicle.direction_words = words;
  if (place.bearing_deg)
    vehicle.bearing_deg = std::fmod(*place.bearing_deg + (towards ? 180.0 : 360.0), 360.0);
}

AlertVehicle vehicle_of(const PlateRead& read, const CameraPlace& place) {
  AlertVehicle vehicle;
  vehicle.mark = read.text.mark;
  vehicle.read_confidence = read.text.confidence;
  set_direction(vehicle, read.direction, place);
  return vehicle;
}

std::string why_withdrawn(const AlertEvent& sent, const PlateRead& read) {
  if (sent.vehicle->mark != read.text.mark) return "the plate now reads " + read.text.mark;
  return "no entry matches the read any more";
}

void withdraw(AlertEvent& sent, const PlateRead& read, std::vector<AlertParcel>& parcels) {
  sent.cause = why_withdrawn(sent, read);
  sent.captured_at = std::max(*sent.captured_at, read.last_seen);
  ++sent.revision;
  parcels.push_back(sent_as(AlertHappening::withdrawn, sent, read.text));
  sent.cause.reset();
}

/// Whether an alert that was raised about one listed mark still is about it: another mark that is read
/// exactly takes the place of one that was only possible.
bool still_leads(const ChannelMatches& matches, const std::string& listed) {
  const HotlistMatch* const own = match_of(matches, listed);
  return own != nullptr && (own->exact || !leading_match(matches).exact);
}

}  // namespace

std::vector<AlertParcel> VehicleAlerts::update(const PlateRead& read,
                                               const std::vector<HotlistMatch>& matches,
                                               const CaptureClock& clock) {
  std::vector<AlertParcel> parcels;
  Pass& pass = passes_[read.pass];
  const auto channels = by_channel(matches);
  for (auto& [key, alert] : pass.alerts) {
    const auto channel = channels.find(key.first);
    if (!alert.open || (channel != channels.end() && still_leads(channel->second, alert.listed))) continue;
    withdraw(alert.sent, read, parcels);
    alert.open = alert.waits = false;
  }
  for (const auto& [channel, group] : channels) update_channel(pass, channel, group, read, clock, parcels);
  pass.over = read.outcome.has_value();
  forget_passes_that_are_over();
  return parcels;
}

void VehicleAlerts::update_channel(Pass& pass, const std::string& channel, const ChannelMatches& matches,
                                   const PlateRead& read, const CaptureClock& clock,
                                   std::vector<AlertParcel>& parcels) const {
  const auto open = std::find_if(pass.alerts.begin(), pass.alerts.end(), [&](const auto& alert) {
    return alert.first.first == channel && alert.second.open;
  });
  const std::string listed =
      open == pass.alerts.end() ? folded_mark(leading_match(matches).entry.mark) : open->second.listed;
  Alert& alert = pass.alerts[{channel, listed}];
  alert.read = read.text;
  alert.wanted = event_of(channel, listed, matches, read, clock);
  // An amendment that had to wait bears the time of its frame: a later event never goes back before it.
  if (!alert.listed.empty())
    alert.wanted.captured_at = std::max(alert.wanted.captured_at, alert.sent.captured_at);
  if (!alert.open) {
    alert.wanted.revision = alert.listed.empty() ? 1 : alert.sent.revision + 1;  // it may come back
    alert.listed = listed;
    alert.open = true;
    alert.sent = alert.wanted;
    parcels.push_back(sent_as(AlertHappening::raised, alert.sent, alert.read));
    return;
  }
  alert.wanted.revision = alert.sent.revision + 1;
  alert.waits = worth_amending(alert.sent, alert.wanted);
  if (!alert.waits || *alert.wanted.captured_at - *alert.sent.captured_at < options_.shortest_gap) return;
  alert.sent = alert.wanted;
  alert.waits = false;
  parcels.push_back(sent_as(AlertHappening::amended, alert.sent, alert.read));
}

std::vector<AlertParcel> VehicleAlerts::due(CaptureTime now) {
  std::vector<AlertParcel> parcels;
  for (auto& [number, pass] : passes_) {
    for (auto& [key, alert] : pass.alerts) {
      if (!alert.waits || now - *alert.sent.captured_at < options_.shortest_gap) continue;
      alert.sent = alert.wanted;
      alert.sent.captured_at = std::max(*alert.wanted.captured_at, now);
      alert.waits = false;
      parcels.push_back(sent_as(AlertHappening::amended, alert.sent, alert.read));
    }
  }
  forget_passes_that_are_over();
  return parcels;
}

std::vector<AlertParcel> VehicleAlerts::finish() {
  std::vector<AlertParcel> parcels;
  for (auto& [number, pass] : passes_) {
    for (auto& [key, alert] : pass.alerts) {
      if (alert.waits) parcels.push_back(sent_as(AlertHappening::amended, alert.wanted, alert.read));
    }
  }
  passes_.clear();
  return parcels;
}

AlertEvent VehicleAlerts::event_of(const std::string& channel, const std::string& listed,
                                   const ChannelMatches& matches, const PlateRead& read,
                                   const CaptureClock& clock) const {
  AlertEvent event;
  event.incident = vehicle_incident(channel, listed);
  event.alert = short_key({channel, options_.feed, event.incident, format_utc(read.first_seen)});
  event.kind = AlertKind::vehicle_hit;
  event.channel = channel;
  event.feed = options_.feed;
  event.captured_at = read.last_seen;
  event.clock = clock;
  event.place = place();
  event.areas = options_.place.areas;
  event.vehicle = vehicle_of(read, options_.place);
  set_matches(event, matches, *match_of(matches, listed));
  event.config = options_.config;
  return event;
}

AlertPlace VehicleAlerts::place() const {
  AlertPlace place;
  place.latitude_deg = options_.place.latitude_deg;
  place.longitude_deg = options_.place.longitude_deg;
  place.os_grid = options_.place.os_grid;
  if (!options_.place.words.empty()) place.words = options_.place.words;
  return place;
}

bool VehicleAlerts::worth_amending(const AlertEvent& sent, const AlertEvent& wanted) const {
  const AlertVehicle& before = *sent.vehicle;
  const AlertVehicle& now = *wanted.vehicle;
  const auto moved = [&](double from, double to) { return std::abs(to - from) >= options_.confidence_step; };
  return before.mark != now.mark || before.exact != now.exact || before.direction != now.direction ||
         sent.priority != wanted.priority || sent.handling != wanted.handling || !same_entries(before, now) ||
         moved(before.read_confidence, now.read_confidence) ||
         moved(before.probability.value_or(0), now.probability.value_or(0));
}

void VehicleAlerts::forget_passes_that_are_over() {
  std::erase_if(passes_, [](const auto& numbered) {
    const Pass& pass = numbered.second;
    return pass.over && std::none_of(pass.alerts.begin(), pass.alerts.end(),
                                     [](const auto& alert) { return alert.second.waits; });
  });
}

}  // namespace nightjar
