#include "processing/anpr/ctc_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace nightjar {
namespace {

struct Ending {
  double nothing = 0;  // probability of all paths to the prefix that end in class 0
  double symbol = 0;   // and of those that end in its last class
  [[nodiscard]] double total() const { return nothing + symbol; }
};

using Beam = std::map<std::vector<int>, Ending>;  // ordered, so that equal probabilities tie the same way

void keep_the_best(Beam& beam, std::size_t count) {
  if (beam.size() <= count) return;
  std::vector<double> totals;
  for (const auto& [prefix, ending] : beam) totals.push_back(ending.total());
  std::nth_element(totals.begin(), totals.begin() + static_cast<std::ptrdiff_t>(count), totals.end(),
                   std::greater<>());
  const double least = totals[count];
  for (auto entry = beam.begin(); entry != beam.end();) {
    entry = entry->second.total() <= least ? beam.erase(entry) : std::next(entry);
  }
}

/// The beam after a column in which no prefix grows.
Beam stayed(const Beam& beam, const float* probability) {
  Beam next;
  for (const auto& [prefix, ending] : beam) {
    Ending& same = next[prefix];
    same.nothing = ending.total() * static_cast<double>(probability[0]);
    if (!prefix.empty()) same.symbol = ending.symbol * static_cast<double>(probability[prefix.back()]);
  }
  return next;
}

/// A branch below this cannot stay in a full beam, nor add much to what does: most branches of a crop that
/// shows no characters, where every class is a little likely everywhere.
double worth_a_branch(const Beam& next, std::size_t beam_size) {
  constexpr double kShare = 0.02;
  if (next.size() < beam_size) return 0;
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [prefix, ending] : next) least = std::min(least, ending.total());
  return kShare * least;
}

}  // namespace

std::vector<Spelling> ctc_search(const cv::Mat& columns, std::size_t beam_size) {
  constexpr float kNegligible = 1e-4F;  // a class less likely than this in a column starts no branch
  Beam beam{{{}, {1, 0}}};
  for (int column = 0; column < columns.rows; ++column) {
    const auto* probability = columns.ptr<float>(column);
    Beam next = stayed(beam, probability);
    const double least = worth_a_branch(next, beam_size);
    for (const auto& [prefix, ending] : beam) {
      for (int added = 1; added < columns.cols; ++added) {
        if (probability[added] < kNegligible) continue;
        const bool repeats = !prefix.empty() && prefix.back() == added;
        const double before = repeats ? ending.nothing : ending.total();
        if (before * static_cast<double>(probability[added]) <= least) continue;
        std::vector<int> longer = prefix;
        longer.push_back(added);
        next[std::move(longer)].symbol += before * static_cast<double>(probability[added]);
      }
    }
    keep_the_best(next, beam_size);
    beam = std::move(next);
  }
  std::vector<Spelling> spellings;
  for (auto& [prefix, ending] : beam) spellings.push_back({prefix, std::min(ending.total(), 1.0)});
  std::stable_sort(spellings.begin(), spellings.end(),
                   [](const Spelling& a, const Spelling& b) { return a.probability > b.probability; });
  return spellings;
}

std::vector<int> ctc_columns(const cv::Mat& columns, const std::vector<int>& classes) {
  // Viterbi over the states nothing, first, nothing, second, ... nothing.
  constexpr double kNever = -std::numeric_limits<double>::infinity();
  const std::size_t states = 2 * classes.size() + 1;
  const auto class_of = [&classes](std::size_t state) { return state % 2 == 0 ? 0 : classes[state / 2]; };
  const auto steps = static_cast<std::size_t>(columns.rows);
  std::vector<std::vector<std::size_t>> from(steps, std::vector<std::size_t>(states, 0));
  std::vector<double> score(states, kNever);
  for (std::size_t step = 0; step < steps; ++step) {
    const auto* probability = columns.ptr<float>(static_cast<int>(step));
    std::vector<double> next(states, kNever);
    for (std::size_t state = 0; state < states; ++state) {
      double best = step == 0 && state < 2 ? 0 : kNever;
      std::size_t source = state;
      for (std::size_t back = 0; step > 0 && back <= std::min<std::size_t>(2, state); ++back) {
        const std::size_t earlier = state - back;
        if (back == 2 && (state % 2 == 0 || class_of(state) == class_of(earlier))) continue;
        if (score[earlier] > best) best = score[earlier], source = earlier;
      }
      from[step][state] = source;
      next[state] = best + std::log(std::max(static_cast<double>(probability[class_of(state)]), 1e-12));
    }
    score = std::move(next);
  }
  std::vector<int> clearest(classes.size(), 0);
  if (classes.empty() || steps == 0) return clearest;
  std::vector<float> clarity(classes.size(), -1);
  std::size_t state = score[states - 1] > score[states - 2] ? states - 1 : states - 2;
  for (std::size_t step = steps; step-- > 0; state = from[step][state]) {
    if (state % 2 == 0) continue;
    const float here = columns.at<float>(static_cast<int>(step), class_of(state));
    if (here > clarity[state / 2]) clarity[state / 2] = here, clearest[state / 2] = static_cast<int>(step);
  }
  return clearest;
}

}  // namespace nightjar
