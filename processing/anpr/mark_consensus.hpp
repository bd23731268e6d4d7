#pragma once

#include <string_view>
#include <vector>

#include "processing/anpr/plate_read.hpp"

namespace nightjar {

struct MarkConsensusOptions {
  /// How alike the errors of two reads of one plate are: N reads count as N / (1 + correlation (N - 1)), at
  /// most 1 / correlation. Frames of one pass share their blur, light and angle.
  double correlation = 0.35;
  /// The doubt of the surest read that remains however many agree with it: many frames of one camera are not
  /// as many witnesses.
  double least_doubt_left = 0.3;
  /// No read rules a symbol out: the least probability that it gives each.
  double floor = 0.0005;
  /// The most that a text is believed which may be a word, however many frames agree: they all show the sign.
  double most_for_words = 0.5;
  /// Candidates kept.
  int candidates = 5;
};

/// What several reads of one plate say together, at the level of character probabilities: the reads are
/// aligned, missing and surplus characters included, and their tempered log-probabilities summed. One read
/// comes back as it is. O counts as 0 and I as 1; which of the two is written is what most reads of that
/// place wrote.
[[nodiscard]] PlateText mark_consensus(const std::vector<PlateText>& reads,
                                       const MarkConsensusOptions& options = {});

/// 1 for equal marks, 0 for marks without a character in common; look-alikes ({0 O D Q} {1 I} {2 Z} {5 S} {8
/// B} {6 G}) count as equal.
[[nodiscard]] double mark_likeness(std::string_view a, std::string_view b);

/// Whether `text` is what is left of `mark` where a row or an end of the plate was not seen: its beginning or
/// its end, shorter by two characters at least. O counts as 0 and I as 1.
[[nodiscard]] bool is_part_of(std::string_view text, std::string_view mark);

}  // namespace nightjar
