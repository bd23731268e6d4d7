#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "processing/hotlist/hotlist_entry.hpp"

namespace nightjar {

/// How a list is looked up: by the folded key alone, or also by what the camera may have misread.
enum class Matching { exact, possible };

/// What a match of a list does to the room: sounds, waits its turn, or is only kept.
enum class HitHandling { alarm, queue, record };

/// What the site says about a list, as opposed to what stands in it.
struct HotlistTerms {
  std::string name;
  std::string channel;
  Matching matching = Matching::exact;
  HitHandling handling = HitHandling::alarm;
  int priority = 50;  ///< of entries without one of their own, 0 highest to 100
  std::optional<std::string> restricted_channel = std::nullopt;  ///< of covert entries (entry_terms.hpp)
  std::map<std::string, HitHandling> handling_by_action =
      {};                            ///< in place of `handling`, by upper-case action
  double threshold = 0.5;            ///< a possible match less probable is counted, not alerted
  std::chrono::seconds quiet{1800};  ///< before a further sighting of an incident alerts again
  /// Protective markings that `channel` may carry where it is not restricted.
  std::vector<std::string> open_markings{"NOT PROTECTIVELY MARKED", "UNCLASSIFIED", "OFFICIAL"};
};

/// One character of the read that is not the entry's.
struct MarkDifference {
  std::uint32_t position = 0;  ///< in the read, from 0
  std::string read, listed;    ///< one character, or empty where the other has one more
};

/// An entry that a read may be about.
struct HotlistMatch {
  std::string list;                              ///< name of the list
  std::string list_revision;                     ///< as the match's channel may know it
  std::optional<std::chrono::seconds> list_age;  ///< at the capture, since the list was written (since_on)
  std::string channel;
  HitHandling handling = HitHandling::alarm;
  std::chrono::seconds quiet{1800};  ///< in which further sightings do not sound again unchanged
  int priority = 50;                 ///< the entry's where it has one, else the list's; 0 highest to 100
  HotlistEntry entry;
  std::optional<std::chrono::seconds> entry_age;  ///< at the capture, since the first day in force began
  bool exact = true;                              ///< equal on the folded key; false: a possible match
  double probability = 0;                         ///< that the vehicle bears the entry's mark
  std::vector<MarkDifference> differs;            ///< empty where exact
};

}  // namespace nightjar
