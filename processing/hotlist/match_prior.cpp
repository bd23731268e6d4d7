#include "processing/hotlist/match_prior.hpp"

#include <algorithm>
#include <cmath>

#include "processing/hotlist/mark_key.hpp"
#include "processing/hotlist/partial_mark.hpp"

namespace nightjar {
namespace {

double boost(const MatchPrior& prior, std::size_t entries, double unlisted) {
  const double listed = prior.hit_rate / static_cast<double>(std::max(entries, prior.fewest_entries));
  return std::clamp(1 + listed / ((1 - prior.hit_rate) * unlisted), 1.0, prior.most_boost);
}

}  // namespace

double highest_boost(const MatchPrior& prior, std::size_t entries) {
  return boost(prior, entries, 1 / prior.marks_possible);
}

double listed_boost(const MatchPrior& prior, std::size_t entries, std::string_view mark) {
  constexpr double kSymbolWorth = 20;  // of a character: a letter has 24 values, a digit ten
  constexpr std::size_t kOrdinary = 7;
  const double rarest = 1 / prior.marks_possible;
  if (is_partial(mark)) return boost(prior, entries, std::max(rarest, PartialMark(mark).share_of_marks()));
  if (mark.size() >= kOrdinary) return boost(prior, entries, rarest);
  const double shorter = std::pow(kSymbolWorth, static_cast<double>(kOrdinary - mark.size()));
  return boost(prior, entries, std::min(1 / prior.vehicles, rarest * shorter));
}

}  // namespace nightjar
