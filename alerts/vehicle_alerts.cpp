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
  now_ = std::max(now_, read.last_seen);
  Alerts& alerts = passes_[read.pass];
  const auto channels = by_channel(matches);
  for (auto& [key, alert] : alerts) {
    const auto channel = channels.find(key.first);
    if (!alert.open || (channel != channels.end() && still_leads(channel->second, alert.listed))) continue;
    withdraw(alert.sent, read, parcels);
    alert.open = alert.waits = false;
  }
  for (const auto& [channel, group] : channels) update_channel(alerts, channel, group, read, clock, parcels);
  if (read.outcome) lose(read.pass);
  forget_what_is_gone();
  return parcels;
}

void VehicleAlerts::update_channel(Alerts& alerts, const std::string& channel, const ChannelMatches& matches,
                                   const PlateRead& read, const CaptureClock& clock,
                                   std::vector<AlertParcel>& parcels) {
  const auto open = std::find_if(alerts.begin(), alerts.end(), [&](const auto& alert) {
    return alert.first.first == channel && alert.second.open;
  });
  const std::string listed =
      open == alerts.end() ? folded_mark(leading_match(matches).entry.mark) : open->second.listed;
  const bool known = alerts.contains({channel, listed});
  Alert& alert = alerts[{channel, listed}];
  if (!known)
    if (auto other = take_over(alerts, channel, listed, read)) alert = *std::move(other);
  alert.read = read.text;
  alert.last_seen = read.last_seen;
  alert.wanted = event_of(channel, listed, matches, read, clock);
  if (!alert.listed.empty()) {
    alert.wanted.alert = alert.sent.alert;  // its first pass gave it
    // An amendment that had to wait bears the time of its frame: a later event never goes back before it.
    alert.wanted.captured_at = std::max(alert.wanted.captured_at, alert.sent.captured_at);
  }
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

bool VehicleAlerts::is_of_vehicle(const Alert& alert, const std::string& channel, const std::string& listed,
                                  const PlateRead& read) const {
  const auto apart = read.first_seen - alert.last_seen;
  return alert.open && alert.sent.channel == channel && alert.listed == listed &&
         apart <= options_.found_again && -apart <= options_.found_again &&
         folded_mark(alert.read.mark) == folded_mark(read.text.mark);
}

std::optional<VehicleAlerts::Alert> VehicleAlerts::take_over(const Alerts& by, const std::string& channel,
                                                             const std::string& listed,
                                                             const PlateRead& read) {
  const auto lost = std::find_if(lost_.begin(), lost_.end(), [&](const Alert& alert) {
    return is_of_vehicle(alert, channel, listed, read);
  });
  if (lost != lost_.end()) {
    Alert alert = std::move(*lost);
    lost_.erase(lost);
    return alert;
  }
  for (auto& [number, alerts] : passes_) {
    const auto found = alerts.find({channel, listed});
    if (&alerts == &by || found == alerts.end() || !is_of_vehicle(found->second, channel, listed, read))
      continue;
    Alert alert = std::move(found->second);
    alerts.erase(found);
    return alert;
  }
  return std::nullopt;
}

std::vector<AlertParcel> VehicleAlerts::due(CaptureTime now) {
  std::vector<AlertParcel> parcels;
  now_ = std::max(now_, now);
  const auto send = [&](Alert& alert) {
    if (!alert.waits || now - *alert.sent.captured_at < options_.shortest_gap) return;
    alert.sent = alert.wanted;
    alert.sent.captured_at = std::max(*alert.wanted.captured_at, now);
    alert.waits = false;
    parcels.push_back(sent_as(AlertHappening::amended, alert.sent, alert.read));
  };
  for (Alert& alert : lost_) send(alert);
  for (auto& [number, alerts] : passes_)
    for (auto& [key, alert] : alerts) send(alert);
  forget_what_is_gone();
  return parcels;
}

std::vector<AlertParcel> VehicleAlerts::finish() {
  std::vector<AlertParcel> parcels;
  const auto send = [&](const Alert& alert) {
    if (alert.waits) parcels.push_back(sent_as(AlertHappening::amended, alert.wanted, alert.read));
  };
  std::for_each(lost_.begin(), lost_.end(), send);
  for (const auto& [number, alerts] : passes_)
    for (const auto& [key, alert] : alerts) send(alert);
  lost_.clear();
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

void VehicleAlerts::lose(std::uint64_t pass) {
  const auto over = passes_.find(pass);
  for (auto& [key, alert] : over->second)
    if (alert.open || alert.waits) lost_.push_back(std::move(alert));
  passes_.erase(over);
}

void VehicleAlerts::forget_what_is_gone() {
  std::erase_if(lost_, [&](const Alert& alert) {
    return !alert.waits && now_ - alert.last_seen > options_.found_again;
  });
}

}  // namespace nightjar
