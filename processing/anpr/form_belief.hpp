#pragma once

#include <cstddef>

#include "processing/anpr/plate_read.hpp"

namespace nightjar {

/// How much less the text of a pass is believed than its characters alone say, by the form of the text: what
/// is read beside the road and is no plate (boards, road signs, the writing on lorries), and what is left of
/// a plate that was cut, seldom looks like a mark, and many frames of it agree. Fitted to reads of drawn
/// lanes (docs/tuning.md).
struct FormBeliefOptions {
  /// Off: every form is believed alike.
  bool weighed = true;
  /// Line on the logit of the confidence of texts of no known form of the United Kingdom and of short ones. A
  /// foreign plate that was read surely stays sure.
  double slope = 1.035;
  double offset = -2.81;
  /// Characters up to which a text is short.
  std::size_t short_text = 4;
  /// The most that is believed of a text which may be a word (may_be_word).
  double most_for_words = 0.1;
  /// The same of what may be the number of a road: A272, B3047, M3. Few vehicles bear such marks.
  double most_for_road_numbers = 0.5;
};

/// The text with the confidence and the probabilities of its candidates as their forms deserve; its mark
/// stays what it is, and no text is forbidden.
[[nodiscard]] PlateText weighed_by_form(PlateText text, const FormBeliefOptions& options = {});

}  // namespace nightjar
