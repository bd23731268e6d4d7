#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "alerts/alert.hpp"

namespace nightjar {

/// Counts the passes of each vehicle incident over all feeds: the first sighting is one vehicle, the
/// sixteenth is a pattern that somebody must see. Belongs to the one thread through which all events go in
/// order.
class Incidents {
 public:
  Incidents() = default;
  /// Goes on from what a journal holds.
  explicit Incidents(std::map<std::string, std::uint32_t> sightings) : sightings_(std::move(sightings)) {}

  /// Sets `sightings` of a vehicle hit: a raised one is a new pass.
  void count(AlertEvent& event);

 private:
  std::map<std::string, std::uint32_t> sightings_;
};

}  // namespace nightjar
