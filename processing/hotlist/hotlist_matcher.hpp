#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "processing/anpr/plate_read.hpp"
#include "processing/hotlist/hotlist_index.hpp"
#include "processing/hotlist/hotlist_match.hpp"
#include "processing/hotlist/mark_belief.hpp"
#include "processing/hotlist/match_prior.hpp"

namespace nightjar {

/// A list and what the site says about it.
struct TermedHotlist {
  HotlistTerms terms;
  std::shared_ptr<const HotlistIndex> index;
};

struct HotlistMatcherOptions {
  MatchPrior prior;
  MarkBeliefOptions belief;
};

/// What a read may be about, the highest priority first, then exact before possible, the likeliest first,
/// then in the order of lists and lines.
struct WeighedMatches {
  std::vector<HotlistMatch> alerting;
  std::vector<HotlistMatch> below;  ///< of the list's threshold: to be counted
};

/// Looks a read up in all lists. Holds no state but the lists: may be shared between threads, and replaced by
/// another one when a list changes.
class HotlistMatcher {
 public:
  explicit HotlistMatcher(std::vector<TermedHotlist> lists, HotlistMatcherOptions options = {});

  /// Every entry in force at `when` that the read may be about. An entry counts from the first moment of its
  /// effective day to the last of its weed day, Europe/London. A list matched exactly takes sure reads whose
  /// mark equals the entry's on the folded key, or fits its partial one; a `possible` list takes all reads
  /// and every mark that is likely enough under them. Probabilities weigh the entries of one channel against
  /// each other and against marks on no list, so that a channel never shows what another one holds.
  [[nodiscard]] WeighedMatches weigh(const PlateText& read, CaptureTime when) const;

  /// Those that are to be alerted.
  [[nodiscard]] std::vector<HotlistMatch> match(const PlateText& read, CaptureTime when) const {
    return weigh(read, when).alerting;
  }

  [[nodiscard]] const std::vector<TermedHotlist>& lists() const { return lists_; }

 private:
  struct Likely;
  [[nodiscard]] std::vector<Likely> likely_entries(const PlateText& read, CaptureTime when) const;
  void add_in_force(const TermedHotlist& list, double likelihood, std::uint32_t first, CaptureTime when,
                    std::uint64_t read_key, std::vector<Likely>& likely) const;

  std::vector<TermedHotlist> lists_;
  HotlistMatcherOptions options_;
  std::vector<double> least_;  ///< likelihood worth asking for, by list
  double least_of_all_ = 1;    ///< of those that take possible matches
};

/// What the list's edition is called on a channel: where covert entries are told elsewhere, its own channel
/// knows the revision of the others alone.
[[nodiscard]] const std::string& revision_on(std::string_view channel, const TermedHotlist& list);

/// Since when it has been so: since the file was written, and the others alone since they changed.
[[nodiscard]] std::optional<CaptureTime> since_on(std::string_view channel, const TermedHotlist& list);

/// A mark that a person typed, as sure as an ordinary read of it and with the reader's usual mistakes.
[[nodiscard]] PlateText typed_read(std::string_view mark);

/// The number that an entry's own priority column gives, if it is one from 0 to 100.
[[nodiscard]] std::optional<int> priority_of(const HotlistEntry& entry);

}  // namespace nightjar
