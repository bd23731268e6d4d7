#include "alerts/heat_groups.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <utility>

namespace nightjar {
namespace {

using Tracks = std::vector<std::reference_wrapper<const HeatTrack>>;

/// Metres east and north from one place to another; over a field the earth is flat.
Eigen::Vector2d metres(const GroundPoint& from, const GroundPoint& to) {
  constexpr double kMetresPerDegree = 111'320;
  return {(to.longitude_deg - from.longitude_deg) * kMetresPerDegree *
              std::cos(from.latitude_deg * std::numbers::pi / 180),
          (to.latitude_deg - from.latitude_deg) * kMetresPerDegree};
}

std::size_t root_of(std::vector<std::size_t>& parents, std::size_t index) {
  while (parents[index] != index) index = parents[index] = parents[parents[index]];
  return index;
}

/// Around all that the members' newest common picture shows of them.
HeatSighting sighting_of(const Tracks& tracks) {
  std::optional<HeatSighting> sighting;
  for (const HeatTrack& track : tracks) {
    if (!sighting || track.newest.sequence > sighting->sequence) {
      sighting = track.newest;
    } else if (track.newest.sequence == sighting->sequence) {
      sighting->spot.box |= track.newest.spot.box;
    }
  }
  return sighting.value_or(HeatSighting{});
}

/// The middle of the members; its ellipse holds their spread beside their errors.
GroundPoint middle_of(const Tracks& tracks) {
  const auto count = static_cast<double>(tracks.size());
  GroundPoint middle;
  for (const HeatTrack& track : tracks) {
    const GroundPoint& place = track.position.value();
    middle.latitude_deg += place.latitude_deg / count;
    middle.longitude_deg += place.longitude_deg / count;
    middle.height_m += place.height_m / count;
    middle.covariance_m2 += place.covariance_m2 / count;
  }
  for (const HeatTrack& track : tracks) {
    const Eigen::Vector2d off = metres(middle, track.position.value());
    middle.covariance_m2 += off * off.transpose() / count;
  }
  return middle;
}

}  // namespace

HeatGroups::HeatGroups(HeatGroupOptions options, std::shared_ptr<const HeatRules> rules)
    : options_(options), rules_(std::move(rules)) {}

std::optional<std::uint64_t> HeatGroups::group_of(std::uint64_t track) const {
  const auto found = members_.find(track);
  if (found == members_.end() || found->second.group == 0) return std::nullopt;
  return found->second.group;
}

HeatGrouping HeatGroups::update(const std::vector<HeatTrack>& tracks, const std::set<std::uint64_t>& alone) {
  HeatGrouping grouping;
  if (options_.from == 0 || tracks.empty()) return grouping;
  std::set<std::uint64_t> touched;
  for (const HeatTrack& track : tracks) take(track, alone.count(track.id) > 0, touched, grouping);
  forget_given_up(grouping);
  regroup(touched, grouping);
  return grouping;
}

void HeatGroups::forget_given_up(HeatGrouping& grouping) {
  std::set<std::uint64_t> seen, live;
  for (const auto& [id, member] : members_) {
    if (!member.over) live.insert(member.group);
    if (!member.over && !member.track.lost_at) seen.insert(member.group);
  }
  for (auto flock = flocks_.begin(); flock != flocks_.end();) {
    const std::uint64_t number = flock->first;
    const bool over = live.count(number) == 0;
    if (over || seen.count(number) > 0)
      std::erase_if(members_,
                    [&](const auto& entry) { return entry.second.over && entry.second.group == number; });
    if (over) grouping.over.push_back(number);
    flock = over ? flocks_.erase(flock) : std::next(flock);
  }
}

HeatGrouping HeatGroups::finish(const std::vector<HeatTrack>& tracks) {
  for (const HeatTrack& track : tracks) {
    const auto found = members_.find(track.id);
    if (found == members_.end()) continue;
    if (track.position && track.outcome == HeatOutcome::confirmed) {
      found->second.track = track;
    } else {
      members_.erase(found);
    }
  }
  HeatGrouping grouping;
  for (const auto& [number, flock] : std::map(flocks_)) {
    Cluster cluster;
    for (auto& [id, member] : members_)
      if (member.group == number) cluster.push_back(&member);
    if (cluster.empty()) continue;
    HeatGroup group = group_from(number, cluster);
    group.whole.ended = true;
    grouping.groups.push_back(std::move(group));
  }
  return grouping;
}

bool HeatGroups::can_join(const HeatTrack& track, const HeatRule* rule) {
  if (track.heat_class == HeatClass::person) persons_.insert(track.id);
  if (track.heat_class == HeatClass::animal) persons_.erase(track.id);
  return rule != nullptr && track.outcome == HeatOutcome::confirmed && track.position &&
         track.heat_class != HeatClass::vehicle && persons_.count(track.id) == 0;
}

void HeatGroups::take(const HeatTrack& track, bool alone, std::set<std::uint64_t>& touched,
                      HeatGrouping& grouping) {
  const HeatRule* const rule = rules_->rule_for(track, track.last_seen);
  const bool joins = can_join(track, rule) && !alone;
  const auto found = members_.find(track.id);
  const std::uint64_t group = found == members_.end() ? 0 : found->second.group;
  if (group != 0 && !track.ended) touched.insert(group);
  if (track.ended && joins && group != 0) {
    found->second.over = true;
    return;
  }
  if (track.ended || !joins) {
    if (found != members_.end()) members_.erase(found);
    if (track.ended) persons_.erase(track.id);
    const bool told_alone = !track.ended && track.outcome == HeatOutcome::confirmed;
    if (group != 0 && told_alone) grouping.released.push_back(track);
    return;
  }
  Member& member = members_[track.id];
  member.track = track;
  member.rule = rule;
}

bool HeatGroups::linked(const Member& a, const Member& b) const {
  if (a.rule->channel != b.rule->channel) return false;
  const bool together = a.group != 0 && a.group == b.group;
  return metres(*a.track.position, *b.track.position).norm() <=
         options_.within_m * (together ? options_.apart : 1);
}

std::vector<HeatGroups::Cluster> HeatGroups::clusters() {
  Cluster all;
  for (auto& [id, member] : members_) all.push_back(&member);
  std::vector<std::size_t> parents(all.size());
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (linked(*all[i], *all[j])) parents[root_of(parents, i)] = root_of(parents, j);
  std::map<std::size_t, Cluster> by_root;
  for (std::size_t i = 0; i < all.size(); ++i) by_root[root_of(parents, i)].push_back(all[i]);
  std::set<std::uint64_t> in_sight;  // groups
  for (const Member* member : all)
    if (!member->track.lost_at) in_sight.insert(member->group);
  std::vector<Cluster> found;
  for (auto& [root, cluster] : by_root) {
    double weight = 0;
    bool was_group = false, seen = false;
    for (const Member* member : cluster) {
      weight += member->track.heat_class == HeatClass::animal ? 1 : options_.of_unknown;
      was_group |= member->group != 0;
      seen |= in_sight.count(member->group) > 0;
    }
    // Out of sight nothing shows that a group has broken up.
    if (weight >= options_.from * (was_group ? options_.goes_on_from : 1) || (was_group && !seen))
      found.push_back(std::move(cluster));
  }
  // The larger ones choose their numbers first; equal ones in order of their oldest track.
  std::stable_sort(found.begin(), found.end(),
                   [](const Cluster& a, const Cluster& b) { return a.size() > b.size(); });
  return found;
}

std::uint64_t HeatGroups::number_of(const Cluster& cluster, const std::set<std::uint64_t>& used) const {
  std::map<std::uint64_t, std::size_t> shares;
  for (const Member* member : cluster)
    if (member->group != 0 && used.count(member->group) == 0) ++shares[member->group];
  const auto most = std::max_element(shares.begin(), shares.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == shares.end() ? 0 : most->first;
}

void HeatGroups::regroup(std::set<std::uint64_t>& touched, HeatGrouping& grouping) {
  std::map<std::uint64_t, std::uint64_t> before;  // group, by track
  for (const auto& [id, member] : members_) before[id] = member.group;
  std::vector<std::pair<std::uint64_t, Cluster>> numbered;
  std::set<std::uint64_t> used;
  for (Cluster& cluster : clusters()) {
    std::uint64_t number = number_of(cluster, used);
    if (number == 0) number = next_++;
    used.insert(number);
    numbered.emplace_back(number, std::move(cluster));
  }
  for (auto& [id, member] : members_) member.group = 0;
  for (auto& [number, cluster] : numbered)
    for (Member* member : cluster) {
      member->group = number;
      const std::uint64_t was = before[member->track.id];
      if (was == 0) grouping.joined[member->track.id] = number;
      if (was != number) touched.insert(number);
    }
  for (auto& [number, cluster] : numbered) {
    if (flocks_.count(number) == 0 || touched.count(number) > 0)
      grouping.groups.push_back(group_from(number, cluster));
  }
  for (const auto& [id, member] : members_)
    if (member.group == 0 && before[id] != 0) grouping.released.push_back(member.track);
  for (auto flock = flocks_.begin(); flock != flocks_.end();) {
    if (used.count(flock->first) > 0) {
      ++flock;
      continue;
    }
    std::uint64_t& into = grouping.gone[flock->first];
    for (const auto& [id, was] : before)
      if (was == flock->first && into == 0) into = members_.at(id).group;
    flock = flocks_.erase(flock);
  }
}

HeatGroup HeatGroups::group_from(std::uint64_t number, const Cluster& cluster) {
  HeatGroup group;
  Tracks tracks;
  for (const Member* member : cluster) {
    tracks.push_back(member->track);
    if (group.rule == nullptr || member->rule->priority < group.rule->priority) group.rule = member->rule;
  }
  HeatTrack& whole = group.whole;
  whole.id = number;
  whole.outcome = HeatOutcome::confirmed;
  whole.position = middle_of(tracks);
  whole.newest = whole.best = sighting_of(tracks);
  whole.first_seen = CaptureTime::max();
  double animals = 0, animal_probability = 0, farthest_m = 0;
  CaptureTime lost_at = CaptureTime::min();
  bool all_lost = true;
  for (const HeatTrack& track : tracks) {
    if (track.heat_class == HeatClass::animal) {
      ++animals;
      animal_probability += track.class_probability;
    }
    whole.probability = std::max(whole.probability, track.probability);
    if (track.peak_k) whole.peak_k = std::max(whole.peak_k.value_or(0), *track.peak_k);
    whole.first_seen = std::min(whole.first_seen, track.first_seen);
    whole.last_seen = std::max(whole.last_seen, track.last_seen);
    whole.sightings = std::max(whole.sightings, track.sightings);
    all_lost = all_lost && track.lost_at.has_value();
    lost_at = std::max(lost_at, track.lost_at.value_or(lost_at));
    farthest_m = std::max(farthest_m, metres(*whole.position, *track.position).norm());
  }
  if (all_lost) whole.lost_at = lost_at;
  if (2 * animals >= static_cast<double>(tracks.size())) {
    whole.heat_class = HeatClass::animal;
    whole.class_probability = animal_probability / animals;
  }
  Flock& flock = flocks_.try_emplace(number, Flock{whole.first_seen, 0}).first->second;
  whole.first_seen = flock.first_seen;  // what the alert is named by stays
  group.size.count = static_cast<std::uint32_t>(tracks.size());
  group.size.most = flock.most = std::max(flock.most, group.size.count);
  group.size.extent_m = 2 * farthest_m;
  return group;
}

}  // namespace nightjar
