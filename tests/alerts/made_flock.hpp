#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "alerts/heat_teller.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_rules.hpp"

namespace nightjar {

inline constexpr double kMetresPerDegree = 111'320;

/// A sheep so many metres north and east of a corner of the field.
inline HeatTrack sheep(std::uint64_t id, double north_m, double east_m = 0, std::int64_t at_ms = 0) {
  HeatTrack track;
  track.id = id;
  track.outcome = HeatOutcome::confirmed;
  track.heat_class = HeatClass::animal;
  track.class_probability = 0.8;
  track.probability = 0.9;
  track.position =
      GroundPoint{51.0 + north_m / kMetresPerDegree, -1.15 + east_m / (kMetresPerDegree * 0.6293), 100,
                  Eigen::Matrix2d::Identity()};
  track.first_seen = evening();
  track.last_seen = evening(at_ms);
  track.sightings = 10;
  return track;
}

/// In a row, ten metres from one to the next.
inline std::vector<HeatTrack> row(int count, std::int64_t at_ms = 0) {
  std::vector<HeatTrack> tracks;
  for (int i = 0; i < count; ++i)
    tracks.push_back(sheep(static_cast<std::uint64_t>(i) + 1, 10.0 * i, 0, at_ms));
  return tracks;
}

inline HeatTeller farm(HeatGroupOptions groups = {}) {
  HeatTellerOptions options;
  options.alerts.feed = "drone";
  options.alerts.rules = rules_of({every_contact("open")});
  options.groups = groups;
  options.candidates_to = "open";
  return HeatTeller(options);
}

inline HeatSetting at(std::int64_t at_ms) {
  return {evening(at_ms), {}, {}};
}

inline std::vector<AlertEvent> events(const std::vector<HeatTelling>& told) {
  std::vector<AlertEvent> all;
  for (const HeatTelling& telling : told)
    for (const AlertParcel& parcel : telling.parcels) all.push_back(parcel.event);
  return all;
}

inline AlertEvent only(const std::vector<HeatTelling>& told) {
  const auto all = events(told);
  if (all.size() != 1) throw std::runtime_error(std::to_string(all.size()) + " events, not one");
  return all.front();
}

}  // namespace nightjar
