#pragma once

#include <cstddef>
#include <string_view>

namespace nightjar {

/// What is known of a vehicle before its plate is read: how much likelier it bears a listed mark than any
/// other that looks as well.
struct MatchPrior {
  /// Share of passing vehicles that a list holds. Nationally about 2 % of all reads are hits.
  double hit_rate = 0.02;
  /// A shorter list is not taken to hold that share: at 2,000 each entry passes a camera once in 100,000
  /// vehicles, or twenty days of an ordinary one.
  std::size_t fewest_entries = 2000;
  /// Marks that an unlisted vehicle may bear, about equally likely: the current form has 24 x 24 letters,
  /// some 50 age identifiers in use and 24 x 24 x 24 letters, and two vehicles of three bear it.
  double marks_possible = 6e8;
  /// And no mark is likelier than any one vehicle of the 40 million registered: short ones are all taken.
  double vehicles = 4e7;
  /// A likelihood below a hundredth is not known well enough to be outweighed by what is known beforehand.
  double most_boost = 100;
  /// A list matched exactly takes reads of at least this confidence: nine in ten are right.
  double sure = 0.9;
  /// Matches with less than this probability are not counted either.
  double counted_from = 0.1;
};

/// By how much being on a list of so many entries makes a mark likelier than the same mark unlisted; at least
/// 1 and at most most_boost. `mark` is bare, and may be partial: the more marks fit it, the less it helps.
[[nodiscard]] double listed_boost(const MatchPrior& prior, std::size_t entries, std::string_view mark);

/// The most that listed_boost gives for any mark of such a list.
[[nodiscard]] double highest_boost(const MatchPrior& prior, std::size_t entries);

}  // namespace nightjar
