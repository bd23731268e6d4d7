#include "alerts/hit_judge.hpp"

#include <algorithm>
#include <vector>

#include "alerts/vehicle_hit.hpp"

namespace nightjar {
namespace {

bool is_entry(const HotlistMatch& match, const AlertEntry& entry) {
  return match.list == entry.list && match.entry.mark == entry.mark;
}

void add_new(std::vector<HotlistMatch>& matches, std::vector<HotlistMatch> more) {
  for (HotlistMatch& match : more) {
    const bool known = std::any_of(matches.begin(), matches.end(), [&](const HotlistMatch& one) {
      return one.list == match.list && one.entry.line == match.entry.line;
    });
    if (!known) matches.push_back(std::move(match));
  }
}

/// A hit from before the worker's start has no character probabilities any more: its possible matches stand
/// as long as their entries do, as sure as they were.
std::vector<HotlistMatch> standing_possible(const AlertEvent& hit, const HotlistMatcher& lists) {
  std::vector<HotlistMatch> standing;
  for (const AlertEntry& entry : hit.vehicle->entries) {
    if (entry.exact.value_or(true)) continue;
    PlateText listed;
    listed.mark = entry.mark;
    listed.confidence = 1;
    for (HotlistMatch& match : lists.match(listed, *hit.captured_at)) {
      if (!is_entry(match, entry)) continue;
      match.exact = false;
      match.probability = hit.vehicle->probability.value_or(0);
      for (const DifferingCharacter& one : hit.vehicle->differs)
        match.differs.push_back({one.position, one.read, one.listed});
      standing.push_back(std::move(match));
    }
  }
  return standing;
}

std::vector<HotlistMatch> matches_now(const AlertEvent& hit, const std::optional<PlateText>& read,
                                      const HotlistMatcher& lists) {
  PlateText text = read.value_or(PlateText{});
  if (text.mark.empty()) {
    text.mark = hit.vehicle->mark;
    text.confidence = 1;  // it was sure enough to be alerted
  }
  std::vector<HotlistMatch> matches = lists.match(text, *hit.captured_at);
  if (text.characters.empty()) add_new(matches, standing_possible(hit, lists));
  std::erase_if(matches, [&](const HotlistMatch& match) { return match.channel != hit.channel; });
  return matches;
}

/// Why the hit does not stand as it was; nothing where every entry on it stands unchanged.
std::optional<std::string> fallen_entry(const AlertVehicle& before, const AlertVehicle& now) {
  for (const AlertEntry& entry : before.entries) {
    const auto same = [&](const AlertEntry& one) { return same_entry(one, entry); };
    if (std::any_of(now.entries.begin(), now.entries.end(), same)) continue;
    const bool changed = std::any_of(now.entries.begin(), now.entries.end(), [&](const AlertEntry& one) {
      return one.list == entry.list && one.mark == entry.mark;
    });
    return "the entry " + entry.mark + " of list " + entry.list +
           (changed ? " was changed" : " is not in force any more");
  }
  return std::nullopt;
}

}  // namespace

HitJudgement judge_hit(const AlertEvent& hit, const std::optional<PlateText>& read,
                       const HotlistMatcher& lists) {
  AlertEvent now = hit;
  const std::vector<HotlistMatch> found = matches_now(hit, read, lists);
  const auto channels = by_channel(found);
  const auto own = channels.find(hit.channel);
  const HotlistMatch* const leading =
      own == channels.end() ? nullptr : match_of(own->second, listed_mark_of(hit));
  if (leading == nullptr) {
    now.vehicle->entries.clear();
    return {fallen_entry(*hit.vehicle, *now.vehicle).value_or("no entry matches the read any more"),
            std::nullopt};
  }
  set_matches(now, own->second, *leading);
  if (auto cause = fallen_entry(*hit.vehicle, *now.vehicle)) return {std::move(cause), std::move(now)};
  if (same_hit(hit, now)) return {};
  return {std::nullopt, std::move(now)};
}

bool is_of_older_lists(const AlertEvent& hit, const HotlistMatcher& lists) {
  if (!hit.vehicle) return false;
  return std::any_of(hit.vehicle->entries.begin(), hit.vehicle->entries.end(), [&](const AlertEntry& entry) {
    const auto list = std::find_if(lists.lists().begin(), lists.lists().end(),
                                   [&](const TermedHotlist& one) { return one.terms.name == entry.list; });
    return list == lists.lists().end() || revision_on(hit.channel, *list) != entry.list_revision.value_or("");
  });
}

}  // namespace nightjar
