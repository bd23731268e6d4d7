#pragma once

#include <optional>
#include <string>

#include "alerts/alert.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// What a change of the lists makes of a hit that is open.
struct HitJudgement {
  std::optional<std::string> cause;  ///< it does not stand as it was: withdraw it, with this cause
  std::optional<AlertEvent> now;     ///< what it is now, where that differs; absent with a cause: nothing
};

/// Judges a hit against the lists in force now, as of its capture. An entry that went or was changed
/// withdraws it, and where something still matches, it is a new one; an entry that only came on top amends
/// it. `read` is what was read, where it is still known; else the mark on the event stands for it.
[[nodiscard]] HitJudgement judge_hit(const AlertEvent& hit, const std::optional<PlateText>& read,
                                     const HotlistMatcher& lists);

/// Whether the hit was matched against another revision of a list than the one in force.
[[nodiscard]] bool is_of_older_lists(const AlertEvent& hit, const HotlistMatcher& lists);

}  // namespace nightjar
