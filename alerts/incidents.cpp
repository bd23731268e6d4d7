#include "alerts/incidents.hpp"

#include <GeographicLib/Geodesic.hpp>
#include <algorithm>
#include <cmath>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

using std::chrono::seconds;

constexpr double kTurn_deg = 90;  // less may be the bend of a road

CaptureTime time_of(const AlertEvent& hit) {
  return hit.captured_at.value_or(CaptureTime{});
}

/// Where a place is in none of the site's areas, each camera is one of its own.
std::set<std::string> areas_of(const AlertEvent& hit) {
  if (hit.areas.empty()) return {"camera " + hit.feed};
  return {hit.areas.begin(), hit.areas.end()};
}

double angle_between(double one_deg, double other_deg) {
  return std::abs(std::remainder(one_deg - other_deg, 360.0));
}

double distance_m(double latitude_deg, double longitude_deg, const AlertPlace& place) {
  double metres = 0;
  GeographicLib::Geodesic::WGS84().Inverse(latitude_deg, longitude_deg, *place.latitude_deg,
                                           *place.longitude_deg, metres);
  return metres;
}

bool has_position(const AlertEvent& hit) {
  return hit.place && hit.place->latitude_deg && hit.place->longitude_deg;
}

}  // namespace

Incidents::Incidents(IncidentOptions options, const std::map<std::string, std::uint32_t>& sightings)
    : options_(options) {
  for (const auto& [incident, count] : sightings) incidents_[incident].sightings = count;
}

void Incidents::sight(AlertEvent& hit) {
  Incident& incident = incidents_[hit.incident];
  hit.sightings = ++incident.sightings;
  hit.cloned = incident.cloned;
  hit.possible_clone = clone_of(incident, hit);
  judge(incident, hit);
  note(incident, hit);
  note_place(incident, hit);
}

void Incidents::follow(AlertEvent& hit, const AlertEvent& before) {
  Incident& incident = incidents_[hit.incident];
  hit.sightings = before.sightings;
  hit.cloned = before.cloned;
  hit.possible_clone = before.possible_clone;
  hit.alerted_again = before.alerted_again;
  if (before.repeat_of || before.silenced) judge(incident, hit);
  note(incident, hit);
}

/// Whether the hit sounds, and if not, why not.
void Incidents::judge(Incident& incident, AlertEvent& hit) const {
  hit.repeat_of.reset();
  hit.silenced.reset();
  const std::string read_mark = folded_mark(hit.vehicle->mark);
  const auto silence = std::find_if(
      incident.silences.begin(), incident.silences.end(),
      [&](const Silence& one) { return one.read_mark == read_mark && time_of(hit) < one.until; });
  if (!hit.vehicle->exact && silence != incident.silences.end()) {
    hit.silenced = silence->words;
    hit.handling = AlertHandling::record;
    return;
  }
  const bool others_sound = std::any_of(incident.sounding.begin(), incident.sounding.end(),
                                        [&](const std::string& alert) { return alert != hit.alert; });
  if (!others_sound) {
    if (incident.was_closed && !incident.sounded.empty()) hit.alerted_again = "closed before";
    return;
  }
  hit.alerted_again = reason_to_sound(incident, hit);
  if (hit.alerted_again) return;
  hit.repeat_of = incident.sounded;
  hit.handling = AlertHandling::record;
}

std::optional<std::string> Incidents::reason_to_sound(const Incident& incident, const AlertEvent& hit) const {
  const std::set<std::string> areas = areas_of(hit);
  const bool known = std::all_of(areas.begin(), areas.end(),
                                 [&](const std::string& area) { return incident.areas.count(area) > 0; });
  if (!known) return "new area";
  const AlertVehicle& vehicle = *hit.vehicle;
  const auto here = incident.directions.find(hit.feed);
  const bool turned_here =
      vehicle.direction && here != incident.directions.end() && here->second != *vehicle.direction;
  const bool turned = vehicle.bearing_deg && incident.bearing_deg &&
                      angle_between(*vehicle.bearing_deg, *incident.bearing_deg) > kTurn_deg;
  if (turned_here || turned) return "direction";
  if (hit.priority != incident.sounded_priority) return "priority";
  const seconds quiet = hit.quiet_s ? seconds(*hit.quiet_s) : options_.quiet;
  if (time_of(hit) - incident.sounded_at >= quiet || incident.sounded_at - time_of(hit) >= quiet)
    return "quiet time over";
  return std::nullopt;
}

std::optional<PossibleClone> Incidents::clone_of(const Incident& incident, const AlertEvent& hit) const {
  if (!incident.last || !has_position(hit) || incident.last->feed == hit.feed) return std::nullopt;
  const Sighting& last = *incident.last;
  const double away_m = distance_m(last.latitude_deg, last.longitude_deg, *hit.place);
  const double apart_s = std::abs(std::chrono::duration<double>(time_of(hit) - last.at).count());
  const double reachable_m =
      options_.top_speed_mps * (apart_s + static_cast<double>(options_.time_error.count())) +
      options_.place_error_m;
  if (away_m <= reachable_m) return std::nullopt;
  return PossibleClone{last.alert, last.feed, last.at, away_m, apart_s};
}

void Incidents::note(Incident& incident, const AlertEvent& hit) {
  for (const std::string& area : areas_of(hit)) incident.areas.insert(area);
  if (hit.vehicle->bearing_deg) incident.bearing_deg = hit.vehicle->bearing_deg;
  if (hit.vehicle->direction) incident.directions[hit.feed] = *hit.vehicle->direction;
  if (hit.repeat_of || hit.silenced) return;
  const bool fresh = incident.sounding.insert(hit.alert).second;
  if (!fresh && incident.sounded != hit.alert) return;
  incident.sounded_priority = hit.priority;
  if (!fresh) return;
  incident.sounded = hit.alert;
  incident.sounded_at = time_of(hit);
  incident.was_closed = false;
}

void Incidents::note_place(Incident& incident, const AlertEvent& hit) {
  if (!has_position(hit)) return;
  incident.last =
      Sighting{hit.alert, hit.feed, time_of(hit), *hit.place->latitude_deg, *hit.place->longitude_deg};
}

void Incidents::settle(const AlertEvent& hit, bool closed) {
  Incident& incident = incidents_[hit.incident];
  if (incident.sounding.erase(hit.alert) == 0 || !incident.sounding.empty()) return;
  incident.was_closed = closed;
  incident.areas.clear();
  incident.directions.clear();
  incident.bearing_deg.reset();
}

void Incidents::reject(const AlertEvent& hit, CaptureTime now) {
  Incident& incident = incidents_[hit.incident];
  const std::string code = hit.action ? hit.action->code.value_or("") : "";
  const std::string by = hit.actor ? hit.actor->person : "";
  std::erase_if(incident.silences, [&](const Silence& silence) { return silence.until <= now; });
  const std::string read_mark = folded_mark(hit.vehicle->mark);
  if (code == "misread" && !hit.vehicle->exact) {
    std::erase_if(incident.silences, [&](const Silence& silence) { return silence.read_mark == read_mark; });
    incident.silences.push_back({read_mark, now + options_.misread_silence, "rejected as misread by " + by});
  }
  if (code == "clone") incident.cloned = by;
}

void Incidents::recall(const AlertEvent& hit) {
  if (!hit.vehicle) return;
  Incident& incident = incidents_[hit.incident];
  switch (hit.event) {
    case AlertHappening::withdrawn:
    case AlertHappening::closed:
      settle(hit, hit.event == AlertHappening::closed);
      break;
    case AlertHappening::rejected:
      settle(hit, false);
      reject(hit, hit.published_at.value_or(time_of(hit)));
      break;
    default:
      note(incident, hit);
      if (hit.event == AlertHappening::raised) note_place(incident, hit);
  }
}

}  // namespace nightjar
