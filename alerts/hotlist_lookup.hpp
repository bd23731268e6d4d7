#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// One entry that a read of a mark has to do with.
struct LookupItem {
  AlertEntry entry;
  bool alerts = false;  ///< a read of the mark would raise or join an alert on this channel
  std::optional<double> probability;
  AlertHandling handling = AlertHandling::alarm;
  int priority = 50;
  std::string why;  ///< in words: how it matches, or why it would not alert
};

/// What is wrong with a mark that somebody wants to look up; empty: nothing.
[[nodiscard]] std::string lookup_fault(const std::string& bare_mark);

/// Every entry of one channel that a sure read of the mark would match now, the most urgent first, then those
/// that it would match but for their days.
[[nodiscard]] std::vector<LookupItem> look_up(const HotlistMatcher& lists, const std::string& bare_mark,
                                              const std::string& channel, CaptureTime now);

[[nodiscard]] nlohmann::ordered_json to_json(const LookupItem& item);

}  // namespace nightjar
