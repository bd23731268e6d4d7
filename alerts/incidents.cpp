#include "alerts/incidents.hpp"

#include <algorithm>

namespace nightjar {

void Incidents::count(AlertEvent& event) {
  if (event.kind != AlertKind::vehicle_hit) return;
  std::uint32_t& passes = sightings_[event.incident];
  if (event.event == AlertHappening::raised && event.revision == 1) ++passes;
  event.sightings = std::max<std::uint32_t>(passes, 1);
}

}  // namespace nightjar
