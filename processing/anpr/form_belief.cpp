#include "processing/anpr/form_belief.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "processing/anpr/mark_shape.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

constexpr double kSurest = 1 - 1e-9;  // its logit is finite

bool may_be_road_number(std::string_view mark) {
  if (mark.size() < 2 || mark.size() > 5 || std::string_view("ABM").find(mark.front()) == mark.npos)
    return false;
  return mark.find_first_not_of("0123456789", 1) == mark.npos;
}

double believed(std::string_view mark, double probability, const FormBeliefOptions& options) {
  if (mark.empty() || probability <= 0) return probability;
  const bool formed = mark.size() > options.short_text && shape_of(folded_mark(mark)).is_known();
  if (!formed) {
    const double p = std::min(probability, kSurest);
    const double logit = options.slope * std::log(p / (1 - p)) + options.offset;
    probability = std::min(probability, 1 / (1 + std::exp(-logit)));
  }
  if (may_be_word(mark)) probability = std::min(probability, options.most_for_words);
  if (may_be_road_number(mark)) probability = std::min(probability, options.most_for_road_numbers);
  return probability;
}

}  // namespace

PlateText weighed_by_form(PlateText text, const FormBeliefOptions& options) {
  if (!options.weighed) return text;
  text.confidence = believed(text.mark, text.confidence, options);
  double most = text.confidence;
  for (MarkCandidate& candidate : text.candidates) {
    const bool read = candidate.mark == text.mark;
    candidate.probability =
        read ? text.confidence : std::min(most, believed(candidate.mark, candidate.probability, options));
    most = candidate.probability;
  }
  return text;
}

}  // namespace nightjar
