#include "tools/matching/belief_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/mark_key.hpp"

namespace nightjar {
namespace {

constexpr double kAnyMark = 1 / 6e8;  // of a wholly different mark (MatchPrior::marks_possible)

constexpr std::array<double MarkBeliefOptions::*, 8> kShares = {
    &MarkBeliefOptions::candidates,  &MarkBeliefOptions::substituted, &MarkBeliefOptions::missing,
    &MarkBeliefOptions::surplus,     &MarkBeliefOptions::habits,      &MarkBeliefOptions::missing_at_ends,
    &MarkBeliefOptions::missing_one, &MarkBeliefOptions::formless};

/// What is left to marks that no kind of mistake explains.
double share_of_others(const SampledRead& read, const MarkBeliefOptions& options) {
  const std::string mark = folded_mark(read.text.mark);
  double claimed = 0;
  for (const MarkCandidate& candidate : read.text.candidates)
    if (folded_mark(candidate.mark) != mark) claimed += candidate.probability;
  const double read_doubt = std::max(1 - read.text.confidence, 1e-9);
  const double doubt = 1 - MarkBelief::confidence_of(read.text, options);
  return doubt * (1 - options.candidates * std::min(1.0, claimed / read_doubt)) *
         (1 - options.substituted - options.missing - options.surplus);
}

bool makes_sense(const MarkBeliefOptions& options) {
  return options.substituted + options.missing + options.surplus < 0.999;
}

double with_odds(double share, double factor) {
  share = std::min(share, 0.999);
  const double odds = share / (1 - share) * factor;
  return odds / (1 + odds);
}

}  // namespace

double mean_log_belief(const std::vector<SampledRead>& reads, const MarkBeliefOptions& options) {
  double sum = 0;
  std::size_t counted = 0;
  for (const SampledRead& read : reads) {
    const auto there = mark_key(read.mark);
    if (read.text.mark.empty() || !there) continue;
    const double known = MarkBelief(read.text, options).probability_of(*there);
    const bool is_read = folded_mark(read.mark) == folded_mark(read.text.mark);
    const double common = is_read || shape_of(folded_mark(read.mark)).is_known() ? 1 : options.formless;
    sum += std::log(common * known + kAnyMark * share_of_others(read, options) + 1e-300);
    ++counted;
  }
  return counted == 0 ? 0 : sum / static_cast<double>(counted);
}

MarkBeliefOptions fitted_belief(const std::vector<SampledRead>& reads, MarkBeliefOptions options) {
  double best = mean_log_belief(reads, options);
  for (double step = 2; step > 1.03; step = std::sqrt(step)) {
    for (int turn = 0; turn < 4; ++turn) {
      for (const auto share : kShares) {
        for (const double factor : {step, 1 / step}) {
          MarkBeliefOptions tried = options;
          tried.*share = with_odds(options.*share, factor);
          if (!makes_sense(tried)) continue;
          const double likelihood = mean_log_belief(reads, tried);
          if (likelihood <= best) continue;
          best = likelihood;
          options = tried;
        }
      }
    }
  }
  return options;
}

}  // namespace nightjar
