#include <algorithm>
#include <utility>

#include "processing/hotlist/mark_belief.hpp"

namespace nightjar {
namespace {

/// How likely each set of places in a pattern is reached.
class Reached {
 public:
  void add(PartialMark::States states, double probability) {
    if (states == 0 || !(probability > 0)) return;
    const auto same =
        std::find_if(sets_.begin(), sets_.end(), [&](const auto& set) { return set.first == states; });
    if (same == sets_.end()) {
      sets_.emplace_back(states, probability);
    } else {
      same->second += probability;
    }
  }

  void add(const Reached& other, double share) {
    for (const auto& [states, probability] : other.sets_) add(states, probability * share);
  }

  template <class Share>  // of a symbol
  void add_after(const Reached& before, const PartialMark& partial, std::size_t symbols, const Share& share) {
    for (const auto& [states, probability] : before.sets_) {
      for (std::size_t s = 0; s < symbols; ++s) {
        const double here = share(s);
        if (here > 0) add(partial.after(states, s), probability * here);
      }
    }
  }

  [[nodiscard]] double at_end(const PartialMark& partial) const {
    double sum = 0;
    for (const auto& [states, probability] : sets_) sum += partial.is_end(states) ? probability : 0;
    return sum;
  }

 private:
  std::vector<std::pair<PartialMark::States, double>> sets_;
};

}  // namespace

double MarkBelief::probability_of(const PartialMark& partial) const {
  if (key_ == 0) return 0;
  Reached plain;
  Reached missing;
  Reached surplus;
  plain.add(partial.start(), 1);
  for (std::size_t i = 0; i <= size_; ++i) {
    missing.add_after(plain, partial, kSymbols, [&](std::size_t s) { return missing_weight(i, s); });
    if (i == size_) break;
    const auto here = [&](std::size_t s) { return places_[i][s]; };
    const auto moved = [&](const Reached& before) {
      Reached after;
      after.add_after(before, partial, kSymbols, here);
      return after;
    };
    Reached left_out = moved(surplus);
    left_out.add(plain, surplus_[i]);
    surplus = std::move(left_out);
    missing = moved(missing);
    plain = moved(plain);
  }
  const bool fits = partial.fits(unpacked_mark(key_));
  const double others = std::max(0.0, plain.at_end(partial) - (fits ? read_product_ : 0));
  double candidates = 0;
  for (const LikelyMark& candidate : candidates_)
    candidates += partial.fits(unpacked_mark(candidate.key)) ? candidate.probability : 0;
  return (fits ? confidence_ : 0) + for_candidates_ * candidates +
         for_others_ *
             (options_.substituted * others / std::max(1 - read_product_, 1e-9) +
              options_.missing * missing.at_end(partial) + options_.surplus * surplus.at_end(partial));
}

std::uint64_t MarkBelief::likely_symbols(double least) const {
  std::array<double, kSymbols> bounds{};
  for (const LikelyMark& candidate : candidates_) {
    std::array<bool, kSymbols> held{};
    for (std::uint64_t rest = candidate.key; rest != 0; rest /= kMarkKeyBase)
      held.at(rest % kMarkKeyBase - 1) = true;
    for (std::size_t s = 0; s < kSymbols; ++s)
      bounds[s] += held[s] ? for_candidates_ * candidate.probability : 0;
  }
  const double in_places =
      options_.substituted / std::max(1 - read_product_, 1e-9) + options_.missing + options_.surplus;
  for (std::size_t s = 0; s < kSymbols; ++s) {
    for (std::size_t i = 0; i < size_; ++i) bounds[s] += for_others_ * in_places * places_[i][s];
    for (std::size_t gap = 0; gap <= size_; ++gap)
      bounds[s] += for_others_ * options_.missing * missing_weight(gap, s);
  }
  std::uint64_t symbols = 0;
  for (std::size_t s = 0; s < kSymbols; ++s)
    if (bounds[s] >= least) symbols |= std::uint64_t{1} << s;
  for (std::size_t i = 0; i < size_; ++i) symbols |= std::uint64_t{1} << read_[i];
  return symbols;
}

}  // namespace nightjar
