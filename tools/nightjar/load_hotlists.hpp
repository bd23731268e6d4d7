#pragma once

#include <string>
#include <vector>

#include "config/site.hpp"
#include "processing/hotlist/hotlist_file.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// The lists of a site, read from their files.
struct HotlistsLoad {
  std::vector<TermedHotlist> lists;
  std::vector<std::string> errors;    ///< what refuses a list, its bad lines included; by list and line
  std::vector<std::string> left_out;  ///< bad lines of the lists that are loaded without them
  std::vector<std::string> warnings;
};

/// Reads every list of a site (`site.hotlists`). Whoever starts with errors would miss hits: do not.
[[nodiscard]] HotlistsLoad load_hotlists(const std::vector<HotlistSite>& hotlists);

/// What the site says about a list, for the matcher.
[[nodiscard]] HotlistTerms terms_of(const HotlistSite& hotlist);

/// One line each, at most kShownWarnings of a kind, then a count.
[[nodiscard]] std::vector<std::string> warning_lines(std::string_view file, const HotlistFindings& findings);
[[nodiscard]] std::vector<std::string> fault_lines(std::string_view file, const HotlistFindings& findings);

/// How many entries of a list count on the day of `now`.
struct HotlistCounts {
  std::size_t in_force = 0, not_yet = 0, weeded = 0;
};
[[nodiscard]] HotlistCounts count_entries(const HotlistIndex& index, CaptureTime now);

}  // namespace nightjar
