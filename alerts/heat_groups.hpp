#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "alerts/heat_rules.hpp"
#include "processing/thermal/heat_track.hpp"

namespace nightjar {

/// Groups are numbered from here as contacts are, so that their numbers never meet.
inline constexpr std::uint64_t kGroupsFrom = 2'000'000'000;

struct HeatGroupOptions {
  int from = 5;               ///< animals that are told as one; 0: never
  double within_m = 15;       ///< between neighbours of a group
  double apart = 1.5;         ///< times within_m: neighbours in a group part only beyond
  double of_unknown = 0.5;    ///< what one of unknown class counts for: it may be a body
  double goes_on_from = 0.6;  ///< share of `from`: with less a group is none any more
};

/// Contacts that are told as one.
struct HeatGroup {
  HeatTrack whole;  ///< as one contact: the middle, with the error and the spread; its number is the group's
  AlertGroup size;
  const HeatRule* rule = nullptr;  ///< the one of the highest priority among its members'
};

/// What came of a frame's tracks.
struct HeatGrouping {
  std::vector<HeatGroup> groups;  ///< that are new, seen again, lost or over
  /// By number of a group that is none any more: the group that it went into; 0: its contacts stand alone.
  std::map<std::uint64_t, std::uint64_t> gone;
  std::map<std::uint64_t, std::uint64_t> joined;  ///< the group, by track that had stood alone
  std::vector<HeatTrack> released;                ///< stand alone again
  std::vector<std::uint64_t> over;                ///< groups whose tracks were all given up
};

/// Finds out which contacts are a flock or a herd: confirmed ones that a rule tells to one channel, of class
/// animal or unknown, each near to the next (single linkage). Who was ever told as a person is in none, as
/// long as the class does not come to say animal. One without a place on the ground is in none. Pure.
class HeatGroups {
 public:
  HeatGroups(HeatGroupOptions options, std::shared_ptr<const HeatRules> rules);

  /// The tracks of one frame about which something changed. `alone` are those that nothing may group.
  [[nodiscard]] HeatGrouping update(const std::vector<HeatTrack>& tracks,
                                    const std::set<std::uint64_t>& alone = {});

  /// The tracks of a feed that is over.
  [[nodiscard]] HeatGrouping finish(const std::vector<HeatTrack>& tracks);

  /// The group that a track is in; nothing: none.
  [[nodiscard]] std::optional<std::uint64_t> group_of(std::uint64_t track) const;

 private:
  struct Member {
    HeatTrack track;
    const HeatRule* rule = nullptr;
    std::uint64_t group = 0;
    bool over = false;  ///< its track was given up; a group that is out of sight stays what it was
  };
  struct Flock {
    CaptureTime first_seen;
    std::uint32_t most = 0;
  };
  using Cluster = std::vector<Member*>;

  [[nodiscard]] bool can_join(const HeatTrack& track, const HeatRule* rule);
  void take(const HeatTrack& track, bool alone, std::set<std::uint64_t>& touched, HeatGrouping& grouping);
  void forget_given_up(HeatGrouping& grouping);
  void regroup(std::set<std::uint64_t>& touched, HeatGrouping& grouping);
  [[nodiscard]] std::vector<Cluster> clusters();
  [[nodiscard]] bool linked(const Member& a, const Member& b) const;
  [[nodiscard]] std::uint64_t number_of(const Cluster& cluster, const std::set<std::uint64_t>& used) const;
  [[nodiscard]] HeatGroup group_from(std::uint64_t number, const Cluster& cluster);

  HeatGroupOptions options_;
  std::shared_ptr<const HeatRules> rules_;
  std::map<std::uint64_t, Member> members_;  ///< that could be in a group, by track
  std::set<std::uint64_t> persons_;          ///< tracks that were told as persons
  std::map<std::uint64_t, Flock> flocks_;    ///< by number
  std::uint64_t next_ = kGroupsFrom;
};

}  // namespace nightjar
