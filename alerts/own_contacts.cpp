#include "alerts/own_contacts.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "ingest/own/own_position_line.hpp"
#include "processing/ground/ground_projector.hpp"

namespace nightjar {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr double kMetresPerDegree = 111'320;

/// East and north of a place.
Eigen::Vector2d metres(double from_latitude, double from_longitude, double to_latitude, double to_longitude) {
  return {
      (to_longitude - from_longitude) * kMetresPerDegree * std::cos(from_latitude * std::numbers::pi / 180),
      (to_latitude - from_latitude) * kMetresPerDegree};
}

/// Metres a second east and north between two reports; zero where they say nothing of it.
Eigen::Vector2d velocity_of(const OwnPosition& newest, const std::optional<OwnPosition>& before) {
  if (!before) return Eigen::Vector2d::Zero();
  const double apart_s = Seconds(newest.at - before->at).count();
  if (apart_s < 0.5 || apart_s > 30) return Eigen::Vector2d::Zero();
  Eigen::Vector2d velocity =
      metres(before->latitude_deg, before->longitude_deg, newest.latitude_deg, newest.longitude_deg) /
      apart_s;
  const double fastest_mps = newest.kind == OwnKind::person ? 6 : 60;
  return velocity.norm() > fastest_mps ? Eigen::Vector2d(Eigen::Vector2d::Zero()) : velocity;
}

bool can_be(OwnKind kind, HeatClass heat_class) {
  if (heat_class == HeatClass::unknown) return true;
  if (kind == OwnKind::person) return heat_class != HeatClass::vehicle;
  return kind == OwnKind::vehicle && heat_class == HeatClass::vehicle;
}

}  // namespace

void OwnContacts::take(const std::vector<OwnPosition>& positions) {
  for (const OwnPosition& position : positions) {
    const auto [found, is_new] = own_.try_emplace(position.id, Own{position, {}, 0, {}});
    Own& own = found->second;
    if (is_new || position.at <= own.newest.at) continue;
    own.before = own.newest;
    own.newest = position;
  }
}

std::optional<OwnContacts::Fit> OwnContacts::fit(Own& own, const HeatTrack& track, CaptureTime now) const {
  const OwnPosition& said = own.newest;
  if (!track.position || !can_be(said.kind, track.heat_class)) return std::nullopt;
  const double age_s = Seconds(now - said.at).count();
  if (std::abs(age_s) > static_cast<double>(options_.stale_after.count())) return std::nullopt;
  const Eigen::Vector2d moved = velocity_of(said, own.before) * age_s;
  const Eigen::Vector2d off = metres(said.latitude_deg, said.longitude_deg, track.position->latitude_deg,
                                     track.position->longitude_deg) -
                              moved;
  const double strays_mps =
      said.kind == OwnKind::person ? options_.strays_person_mps : options_.strays_vehicle_mps;
  const double gate_m = std::min(
      options_.farthest_m,
      std::hypot(ellipse_of(track.position->covariance_m2).ce90_m, said.ce90_m.value_or(options_.ce90_m)) +
          strays_mps * std::abs(age_s));
  if (off.norm() > gate_m) return std::nullopt;
  Fit fit{off.norm() / std::max(gate_m, 1e-3), &own, &track, {}};
  if (own.track == track.id)
    fit.share -= 0.25;  // who was named keeps the name, unless another fits much better
  fit.words.id = said.id;
  fit.words.kind = own_kind_word(said.kind);
  if (!said.label.empty()) fit.words.label = said.label;
  fit.words.distance_m = off.norm();
  fit.words.age_s = age_s;
  return fit;
}

void OwnContacts::name(const std::vector<HeatTrack>& tracks, CaptureTime now) {
  std::vector<Fit> fits;
  std::set<std::uint64_t> seen;
  for (const HeatTrack& track : tracks)
    if (!track.ended && !track.lost_at && track.last_seen == now) seen.insert(track.id);
  for (const HeatTrack& track : tracks) {
    if (seen.count(track.id) == 0) continue;
    names_.erase(track.id);
    for (auto& [id, own] : own_) {
      const bool hidden = own.track != 0 && seen.count(own.track) == 0;
      if (hidden && now - own.named_at <= options_.kept_for) continue;
      if (auto found = fit(own, track, now)) fits.push_back(std::move(*found));
    }
  }
  std::stable_sort(fits.begin(), fits.end(), [](const Fit& a, const Fit& b) { return a.share < b.share; });
  std::set<const Own*> used;
  for (Fit& fit : fits) {
    if (used.count(fit.own) > 0 || names_.count(fit.track->id) > 0) continue;
    used.insert(fit.own);
    names_[fit.track->id] = fit.words;
    fit.own->track = fit.track->id;
    fit.own->named_at = now;
  }
  for (const HeatTrack& track : tracks)
    if (track.ended) names_.erase(track.id);
}

std::optional<AlertOwn> OwnContacts::name_of(std::uint64_t track) const {
  const auto found = names_.find(track);
  if (found == names_.end()) return std::nullopt;
  return found->second;
}

}  // namespace nightjar
