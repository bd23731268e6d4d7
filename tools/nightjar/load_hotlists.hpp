#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/site.hpp"
#include "processing/hotlist/hotlist_edition.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"
#include "tools/nightjar/list_memory.hpp"

namespace nightjar {

/// The lists of a site, read from their files.
struct HotlistsLoad {
  std::vector<TermedHotlist> lists;
  std::vector<std::string> errors;       ///< what refuses a list, its bad lines included; by list and line
  std::vector<std::string> open_errors;  ///< the same as the log may tell it: nothing of covert entries
  std::vector<std::string> left_out;     ///< bad lines of the lists that are loaded without them
  std::vector<std::string> warnings;
};

/// Reads every list of a site (`site.hotlists`) with its deltas. A list is refused as well where it shrank,
/// or went back, since it was in force at this journal. Whoever starts with errors would miss hits: do not.
/// Waits up to a second for a file that was written a moment ago.
[[nodiscard]] HotlistsLoad load_hotlists(const std::vector<HotlistSite>& hotlists,
                                         const std::filesystem::path& journal = {});

/// How the file of a list is to be read.
[[nodiscard]] HotlistFileOptions file_options(const HotlistSite& hotlist);

/// Reads the edition of a list as it may be put in force: with more bad lines than the site allows where a
/// person has accepted these very bytes. `before`: what was in force of it.
[[nodiscard]] HotlistEditionLoad load_as_accepted(const HotlistSite& hotlist,
                                                  const std::optional<ListMemory>& before);

/// With as many bad lines as it has.
[[nodiscard]] HotlistEditionLoad load_with_any_bad_lines(const HotlistSite& hotlist,
                                                         const std::optional<ListMemory>& before);

/// One line each of all its parts: what refuses the edition, or the bad lines that it is loaded without.
[[nodiscard]] std::vector<std::string> fault_lines(const HotlistEditionLoad& load);

/// Those of them that the list's own channel may know of, their lines numbered as if there were no covert
/// entries; and for the channel of these the others, and all whose lines are numbered otherwise.
struct PartedLines {
  std::vector<std::string> open, covert;
};
[[nodiscard]] PartedLines parted_fault_lines(const HotlistEditionLoad& load);

/// What the list's own channel is told of an edition in which covert entries are at fault.
[[nodiscard]] std::string unusable_line(const HotlistSite& hotlist);

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
