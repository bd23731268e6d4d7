#include "processing/thermal/contact_parts.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace nightjar {
namespace {

/// How far a contact's place may be from another's, were they one, each by itself: the two together at most.
double farthest_part(const Contact& contact, const ContactPartsOptions& options) {
  const double by_length = std::max(options.distance, options.reach * contact.length);
  return std::max(by_length, options.vehicle_apart + contact.to_middle.norm());
}

bool stays(const Contact& a, const Contact& b) {
  if (a.outcome != b.outcome) return a.outcome == HeatOutcome::confirmed;
  if (a.outcome == HeatOutcome::confirmed || a.log_odds == b.log_odds) return a.id < b.id;
  return a.log_odds > b.log_odds;
}

}  // namespace

bool are_one(const Contact& a, const Contact& b, const ContactPartsOptions& options) {
  const double longer = std::max(a.length, b.length), shorter = std::min(a.length, b.length);
  const bool part = shorter < options.part * longer;
  const double reach = std::max(options.distance, part ? options.reach * longer : 0);
  const bool a_vehicle = a.looks_a_vehicle() || b.looks_a_vehicle();
  if (!a_vehicle && a.same_class_as(b) < options.other_class) return false;
  if ((a.place() - b.place()).norm() < reach) return true;
  return a.looks_a_vehicle() && b.looks_a_vehicle() &&
         (a.middle() - b.middle()).norm() < options.vehicle_apart;
}

bool take_parts_together(std::vector<Contact>& contacts, const ContactPartsOptions& options, double elapsed_s,
                         bool over) {
  bool merged = false;
  // Most of them are far apart, which is quickly seen.
  std::vector<Eigen::Vector2d> places;
  std::vector<double> reaches;
  for (const Contact& contact : contacts) {
    places.push_back(contact.place());
    reaches.push_back(farthest_part(contact, options));
  }
  for (std::size_t g = 0; g < contacts.size(); ++g) {
    Contact& going = contacts[g];
    const bool gone = over || going.lost_at;  // no more pictures will tell
    bool overlaps = false;
    for (std::size_t s = 0; s < contacts.size(); ++s) {
      const double reach = reaches[g] + reaches[s];
      if (std::abs(places[g].x() - places[s].x()) > reach) continue;
      if (std::abs(places[g].y() - places[s].y()) > reach) continue;
      Contact& staying = contacts[s];
      if (going.ended || staying.ended || g == s || !stays(staying, going)) continue;
      if (!are_one(going, staying, options)) continue;
      overlaps = true;
      if (going.seen_now || staying.seen_now) going.overlapped_s += elapsed_s;
      const bool at_rest = !going.moves() && !staying.moves();
      const bool undecided =
          going.overlapped_s <= options.together_s && !(at_rest && gone && (over || staying.lost_at));
      const bool two = going.outcome == HeatOutcome::confirmed && undecided;
      if (two) continue;
      if (going.outcome == HeatOutcome::confirmed) {
        staying.take_part(going);
        places[s] = staying.place();
      }
      going.outcome = HeatOutcome::dropped;
      going.ended = going.changed = merged = true;
    }
    if (!overlaps) going.overlapped_s = 0;
  }
  return merged;
}

}  // namespace nightjar
