#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "processing/hotlist/hotlist_match.hpp"

namespace nightjar {

/// Whether an entry may be seen on a restricted channel only: its action says SILENT, or its protective
/// marking is none of `open_markings`. No marking is no secret; a marking that nobody named is one.
[[nodiscard]] bool is_covert(std::string_view action, std::string_view marking,
                             const std::vector<std::string>& open_markings);

/// What becomes of entries that only a restricted channel may show.
struct CovertEntries {
  bool refused = false;  ///< there is none: the list may not hold any
  bool apart = false;    ///< it is not the list's own channel
  std::vector<std::string> open_markings;
};

/// Where a match of the entry is told: the list's channel, or for a covert entry its restricted one. Empty:
/// nowhere, such a list is not loaded.
[[nodiscard]] std::string channel_of(const HotlistEntry& entry, const HotlistTerms& terms);

/// By the entry's action where the site names it, else as the list.
[[nodiscard]] HitHandling handling_of(const HotlistEntry& entry, const HotlistTerms& terms);

/// A to Z for a to z; everything else as it is.
[[nodiscard]] std::string upper_case(std::string_view text);

}  // namespace nightjar
