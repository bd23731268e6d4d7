#include "alerts/heat_teller.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nightjar {
HeatTeller::HeatTeller(HeatTellerOptions options)
    : options_(std::move(options)),
      alerts_(options_.alerts),
      groups_(options_.groups, options_.alerts.rules),
      own_(options_.own) {}

bool HeatTeller::searches(const HeatSetting& setting) const {
  return !options_.candidates_to.empty() && setting.sortie &&
         setting.sortie->profile == SortieProfile::search;
}

HeatRule HeatTeller::candidate_rule(const HeatTrack& track) const {
  HeatRule rule;
  rule.channel = options_.candidates_to;
  rule.handling = track.outcome == HeatOutcome::confirmed ? AlertHandling::queue : AlertHandling::record;
  // The likelier, the higher up: 60 to 95, behind whatever a rule tells by its default.
  rule.priority = 95 - 5 * std::clamp(static_cast<int>(track.probability * 8), 0, 7);
  return rule;
}

HeatSubject HeatTeller::subject_of(const HeatTrack& track, const HeatSetting& setting) const {
  HeatSubject subject;
  subject.track = track;
  const HeatRule* const rule = track.outcome == HeatOutcome::confirmed
                                   ? options_.alerts.rules->rule_for(track, track.last_seen)
                                   : nullptr;
  if (rule != nullptr) subject.rule = *rule;
  if (rule == nullptr && searches(setting) && track.outcome != HeatOutcome::dropped) {
    subject.rule = candidate_rule(track);
    subject.candidate = true;
  }
  subject.own = own_.name_of(track.id);
  if (setting.sortie) subject.sortie = setting.sortie->id;
  return subject;
}

void HeatTeller::tell_alone(const HeatTrack& track, const HeatSetting& setting,
                            std::vector<HeatTelling>& told) {
  told.push_back({track, alerts_.update(subject_of(track, setting), setting.clock)});
}

void HeatTeller::tell_groups(const HeatGrouping& grouping, const HeatSetting& setting,
                             std::vector<HeatTelling>& told) {
  std::map<std::uint64_t, std::uint32_t> counts;
  for (const HeatGroup& group : grouping.groups) {
    HeatSubject subject;
    subject.track = group.whole;
    subject.rule = *group.rule;
    subject.group = group.size;
    if (setting.sortie) subject.sortie = setting.sortie->id;
    if (alerts_.alert_of(group.whole.id).empty()) ++groups_told_;
    counts[group.whole.id] = group.size.count;
    told.push_back({group.whole, alerts_.update(subject, setting.clock)});
  }
  for (const auto& [track, group] : grouping.joined) {
    HeatTelling telling;
    telling.track.id = track;
    telling.parcels = alerts_.withdraw(
        track,
        fmt::format("told as one of a group of {} now: alert {}", counts[group], alerts_.alert_of(group)),
        setting.now);
    told.push_back(std::move(telling));
  }
  for (const auto& [gone, into] : grouping.gone) {
    const std::string cause = into == 0 ? "no group any more: its contacts are told one by one"
                                        : "part of a larger group now: alert " + alerts_.alert_of(into);
    HeatTelling telling;
    telling.track.id = gone;
    telling.parcels = alerts_.withdraw(gone, cause, setting.now);
    alerts_.leave(gone);
    told.push_back(std::move(telling));
  }
  for (const std::uint64_t over : grouping.over) alerts_.leave(over);
  for (const HeatTrack& track : grouping.released) tell_alone(track, setting, told);
}

std::vector<HeatTelling> HeatTeller::tell(const std::vector<HeatTrack>& tracks, const HeatSetting& setting) {
  own_.name(tracks, setting.now);
  std::set<std::uint64_t> alone, in_group_before;
  for (const HeatTrack& track : tracks) {
    if (own_.name_of(track.id)) alone.insert(track.id);
    if (groups_.group_of(track.id)) in_group_before.insert(track.id);
  }
  const HeatGrouping grouping = groups_.update(tracks, alone);
  std::set<std::uint64_t> told_already;
  for (const HeatTrack& track : grouping.released) told_already.insert(track.id);
  std::vector<HeatTelling> told;
  tell_groups(grouping, setting, told);
  for (const HeatTrack& track : tracks) {
    if (groups_.group_of(track.id) || told_already.count(track.id) > 0) continue;
    const bool candidate = candidates_.count(track.id) > 0;
    if (track.ended) candidates_.erase(track.id);
    if (track.outcome != HeatOutcome::confirmed && !candidate && searches(setting)) {
      if (track.ended) ++candidates_untold_;
      continue;
    }
    const bool ended_in_group = track.ended && in_group_before.count(track.id) > 0;
    if (ended_in_group && track.outcome == HeatOutcome::confirmed) {
      alerts_.leave(track.id);
    } else {
      tell_alone(track, setting, told);
    }
  }
  return told;
}

std::vector<HeatTelling> HeatTeller::tell_candidates(const std::vector<HeatTrack>& tracks,
                                                     const HeatSetting& setting) {
  std::vector<HeatTelling> told;
  if (!searches(setting)) return told;
  for (const HeatTrack& track : tracks) {
    if (track.outcome != HeatOutcome::tentative || track.ended) continue;
    const bool known = candidates_.count(track.id) > 0;
    if (!known && (track.probability < options_.candidate_from ||
                   track.sightings < options_.candidate_sightings || track.last_seen != setting.now))
      continue;
    candidates_.insert(track.id);
    tell_alone(track, setting, told);
  }
  return told;
}

std::vector<HeatTelling> HeatTeller::finish(const std::vector<HeatTrack>& tracks,
                                            const HeatSetting& setting) {
  std::vector<HeatTelling> told;
  std::set<std::uint64_t> grouped;
  for (const HeatTrack& track : tracks)
    if (groups_.group_of(track.id)) grouped.insert(track.id);
  tell_groups(groups_.finish(tracks), setting, told);
  for (const HeatTrack& track : tracks) {
    const bool stays = grouped.count(track.id) > 0 && track.outcome == HeatOutcome::confirmed;
    if (!stays) tell_alone(track, setting, told);
  }
  HeatTelling waiting;
  waiting.parcels = alerts_.finish();
  told.push_back(std::move(waiting));
  return told;
}

}  // namespace nightjar
