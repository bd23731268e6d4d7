#pragma once

#include <memory>
#include <vector>

#include "processing/anpr/plate_read.hpp"
#include "processing/hotlist/hotlist_index.hpp"
#include "processing/hotlist/hotlist_match.hpp"

namespace nightjar {

/// A list and what the site says about it.
struct TermedHotlist {
  HotlistTerms terms;
  std::shared_ptr<const HotlistIndex> index;
};

/// Looks a read up in all lists. Holds no state but the lists: may be shared between threads, and replaced by
/// another one when a list changes.
class HotlistMatcher {
 public:
  explicit HotlistMatcher(std::vector<TermedHotlist> lists) : lists_(std::move(lists)) {}

  /// Every entry in force at `when` whose mark equals the read one on the folded key, the highest priority
  /// first, then in the order of lists and lines. An entry counts from the first moment of its effective day
  /// to the last of its weed day, Europe/London. Lists of Matching::possible are matched exactly, too.
  [[nodiscard]] std::vector<HotlistMatch> match(const PlateText& read, CaptureTime when) const;

  [[nodiscard]] const std::vector<TermedHotlist>& lists() const { return lists_; }

 private:
  std::vector<TermedHotlist> lists_;
};

/// The number that an entry's own priority column gives, if it is one from 0 to 100.
[[nodiscard]] std::optional<int> priority_of(const HotlistEntry& entry);

}  // namespace nightjar
