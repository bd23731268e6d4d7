#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "processing/hotlist/hotlist_match.hpp"

namespace nightjar {

/// What a read matches on one channel, most urgent first. The matches must outlive it.
using ChannelMatches = std::vector<const HotlistMatch*>;

/// Matches by channel; each group by priority, then exact before possible, then by list and line.
[[nodiscard]] std::map<std::string, ChannelMatches> by_channel(const std::vector<HotlistMatch>& matches);

/// The most urgent match of a listed mark, folded; null where there is none.
[[nodiscard]] const HotlistMatch* match_of(const ChannelMatches& matches, const std::string& listed);

/// The match that gives the incident its mark: an exact one before any possible one, then the likeliest.
[[nodiscard]] const HotlistMatch& leading_match(const ChannelMatches& matches);

/// Sets what a hit says of its entries: priority, handling, quiet time, match, order, entries. The event has
/// a vehicle; `leading` is one of the matches.
void set_matches(AlertEvent& event, const ChannelMatches& matches, const HotlistMatch& leading);

/// Whether two entries say the same to people: ages and the revision of the list do not count.
[[nodiscard]] bool same_entry(const AlertEntry& one, const AlertEntry& other);
[[nodiscard]] bool same_entries(const AlertVehicle& one, const AlertVehicle& other);

/// Whether what a verdict was about is still so: mark, match and entries.
[[nodiscard]] bool same_hit(const AlertEvent& one, const AlertEvent& other);

/// The key of a vehicle's incident, equal on every worker.
[[nodiscard]] std::string vehicle_incident(const std::string& channel, const std::string& listed_mark);

/// The folded listed mark that gave the event its incident; empty where no entry of it fits.
[[nodiscard]] std::string listed_mark_of(const AlertEvent& event);

}  // namespace nightjar
