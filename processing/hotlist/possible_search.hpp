#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "processing/anpr/plate_read.hpp"
#include "processing/hotlist/hotlist_index.hpp"
#include "processing/hotlist/mark_belief.hpp"

namespace nightjar {

/// An entry that a read may be about.
struct PossibleRow {
  std::uint32_t row = 0;
  double likelihood = 0;  ///< as MarkBelief has it: before anything is known of the list
};

/// Finds the entries that a read may be about: spells the marks that are likely under the read once, and
/// looks them up in any number of lists. What a walk over all entries would find, since no other can be as
/// likely.
class PossibleSearch {
 public:
  /// `least`: the least likelihood that will be asked for, above 0.
  PossibleSearch(const PlateText& read, double least, const MarkBeliefOptions& options = {});

  /// The first row of each mark with at least that likelihood, the read mark itself and partial ones
  /// included; next_row gives the others of the same mark, but every partial mark's own row is given. Appends
  /// to `rows`.
  void find(const HotlistIndex& index, double least, std::vector<PossibleRow>& rows) const;

  /// The same of what the read mark itself equals or fits, however unlikely it is.
  void find_fitting(const HotlistIndex& index, std::vector<PossibleRow>& rows) const;

 private:
  [[nodiscard]] double likelihood_of(const PartialMark& partial) const;
  void find_partial(const HotlistIndex& index, double least, std::vector<PossibleRow>& rows) const;

  const PlateText& read_;  // of the caller, who keeps it
  MarkBeliefOptions options_;
  std::optional<std::uint64_t> key_;
  double confidence_ = 0;
  std::optional<MarkBelief> belief_;  ///< where there is doubt enough to matter
  std::vector<LikelyMark> others_;
};

}  // namespace nightjar
