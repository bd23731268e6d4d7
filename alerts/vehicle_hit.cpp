#include "alerts/vehicle_hit.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "alerts/entry_order.hpp"
#include "alerts/hotlist_words.hpp"
#include "alerts/sha256.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

/// Highest priority first, then exact before possible.
bool more_urgent(const HotlistMatch* left, const HotlistMatch* right) {
  const auto rank = [](const HotlistMatch& match) {
    return std::tuple(match.priority, !match.exact, -match.probability, std::string_view(match.list),
                      match.entry.line);
  };
  return rank(*left) < rank(*right);
}

auto words_of(const AlertEntry& entry) {
  return std::tie(entry.list, entry.mark, entry.exact, entry.action, entry.markers, entry.reason, entry.risk,
                  entry.priority, entry.owner, entry.contact, entry.authoriser, entry.marking,
                  entry.effective, entry.weed);
}

}  // namespace

std::map<std::string, ChannelMatches> by_channel(const std::vector<HotlistMatch>& matches) {
  std::map<std::string, ChannelMatches> channels;
  for (const HotlistMatch& match : matches) channels[match.channel].push_back(&match);
  for (auto& [channel, group] : channels) std::stable_sort(group.begin(), group.end(), more_urgent);
  return channels;
}

const HotlistMatch* match_of(const ChannelMatches& matches, const std::string& listed) {
  const auto found = std::find_if(matches.begin(), matches.end(), [&](const HotlistMatch* match) {
    return folded_mark(match->entry.mark) == listed;
  });
  return found == matches.end() ? nullptr : *found;
}

const HotlistMatch& leading_match(const ChannelMatches& matches) {
  return **std::min_element(matches.begin(), matches.end(),
                            [](const HotlistMatch* left, const HotlistMatch* right) {
                              return std::tuple(!left->exact, left->exact ? 0.0 : -left->probability) <
                                     std::tuple(!right->exact, right->exact ? 0.0 : -right->probability);
                            });
}

void set_matches(AlertEvent& event, const ChannelMatches& matches, const HotlistMatch& leading) {
  event.priority = matches.front()->priority;
  event.handling = AlertHandling::record;
  std::chrono::seconds quiet = leading.quiet;
  AlertVehicle& vehicle = *event.vehicle;
  vehicle.entries.clear();
  for (const HotlistMatch* match : matches) {
    event.handling = std::min(event.handling, alert_handling(match->handling));
    quiet = std::min(quiet, match->quiet);
    vehicle.entries.push_back(entry_words(*match));
  }
  event.quiet_s = quiet.count();
  vehicle.exact = leading.exact;
  vehicle.probability = leading.probability;
  vehicle.order = order_of(vehicle.entries);
  vehicle.differs.clear();
  for (const MarkDifference& difference : leading.differs)
    vehicle.differs.push_back({difference.position, difference.read, difference.listed});
}

bool same_entry(const AlertEntry& one, const AlertEntry& other) {
  return words_of(one) == words_of(other);
}

bool same_entries(const AlertVehicle& one, const AlertVehicle& other) {
  return std::equal(one.entries.begin(), one.entries.end(), other.entries.begin(), other.entries.end(),
                    same_entry);
}

bool same_hit(const AlertEvent& one, const AlertEvent& other) {
  if (!one.vehicle || !other.vehicle) return one.vehicle.has_value() == other.vehicle.has_value();
  return one.vehicle->mark == other.vehicle->mark && one.vehicle->exact == other.vehicle->exact &&
         same_entries(*one.vehicle, *other.vehicle);
}

std::string vehicle_incident(const std::string& channel, const std::string& listed_mark) {
  return short_key({channel, folded_mark(listed_mark)});
}

std::string listed_mark_of(const AlertEvent& event) {
  if (!event.vehicle) return {};
  for (const AlertEntry& entry : event.vehicle->entries)
    if (vehicle_incident(event.channel, entry.mark) == event.incident) return folded_mark(entry.mark);
  return {};
}

}  // namespace nightjar
