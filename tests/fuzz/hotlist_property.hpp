#pragma once

#include <string>
#include <string_view>

#include "processing/hotlist/hotlist_file.hpp"

namespace nightjar {

/// What is wrong with how these bytes are read as a list that may hold covert entries, or empty: who may know
/// only of the others is told a revision of them, and lines that a file has.
inline std::string open_part_trouble(std::string_view bytes) {
  HotlistFileOptions options{.max_bad_lines = 5};
  options.covert = {false, true, {"OFFICIAL"}};
  const HotlistLoad load = parse_hotlist(bytes, options);
  if (!load.index && load.findings.faults().empty()) return "a list is refused without a reason";
  if (load.index && !load.index->edition().open) return "a list has no open part";
  if (load.open && (load.index || load.findings.is_openly_refused()))
    return "an open part is known of what is not refused for covert entries alone";
  for (const HotlistFinding& finding : load.findings.faults())
    if (finding.line == 0 || finding.covert_lines >= finding.line) return "a finding on no line";
  return "";
}

/// What is wrong with how these bytes are read as a list or as a delta, or empty: any bytes are one, or are
/// refused with a reason, and every entry of a list can be found by its mark.
inline std::string hotlist_trouble(std::string_view bytes) {
  const HotlistDeltaLoad delta = parse_hotlist_delta(bytes, {.max_bad_lines = 5});
  if (!delta.delta && delta.findings.faults().empty()) return "a delta is refused without a reason";
  if (delta.delta && delta.delta->changes.size() != delta.delta->table->size())
    return "a delta has entries without a change";
  if (std::string trouble = open_part_trouble(bytes); !trouble.empty()) return trouble;
  const HotlistLoad load = parse_hotlist(bytes, {.max_bad_lines = 5});
  if (!load.index) return load.findings.faults().empty() ? "a list is refused without a reason" : "";
  for (std::uint32_t row = 0; row < load.index->size(); ++row) {
    const HotlistEntry entry = load.index->table().entry(row);
    if (entry.line == 0) return "an entry without a line";
    if (entry.mark.find_first_of("?*") != std::string::npos) continue;  // found by what fits it
    auto found = load.index->first_row(entry.mark);
    while (found && *found != row) found = load.index->next_row(*found);
    if (!found) return "the entry of line " + std::to_string(entry.line) + " cannot be found by its mark";
  }
  return "";
}

}  // namespace nightjar
