#include <algorithm>

#include "processing/hotlist/mark_belief.hpp"

namespace nightjar {
namespace {

constexpr double kSlack = 1 - 1e-9;  // products in another order differ in their last digits
constexpr std::size_t kNowhere = kLongestMark + 1;
constexpr std::size_t kPlaceOfOne = 1, kPlaceOfTwo = 2;  // in kMarkSymbols

}  // namespace

/// Spells marks place by place, the likeliest symbols first, and turns back where no end can be likely
/// enough.
struct MarkBelief::Walk {
  struct Choice {
    double share = 0;
    std::uint8_t symbol = 0;
  };

  Walk(const MarkBelief& walked, double at_least, double highest_weight, std::vector<LikelyMark>& into)
      : belief(walked), least(at_least * kSlack), found(into) {
    for (std::size_t i = 0; i < belief.size_; ++i) add_choices(i, highest_weight);
  }

  void add_choices(std::size_t i, double weight) {
    const Place& place = belief.places_[i];
    const double share_needed = least / weight * belief.best_here_[i] / belief.best_[0];
    for (std::size_t s = 0; s < kSymbols; ++s) {
      if (place[s] < share_needed || !(place[s] > 0)) continue;
      std::size_t at = counts[i]++;
      for (; at > 0 && choices[i][at - 1].share < place[s]; --at) choices[i][at] = choices[i][at - 1];
      choices[i][at] = {place[s], static_cast<std::uint8_t>(s)};
    }
  }

  /// The read's characters from `i` on; `key` holds what is spelt so far. One place may be left out, and one
  /// symbol put in before a place.
  void spell(std::size_t i, std::uint64_t key, double weight) {
    if (i == inserted_before) key = key * kMarkKeyBase + inserted + 1;
    if (i == belief.size_) return take(key);
    if (i == left_out) return spell(i + 1, key, weight);
    for (std::size_t c = 0; c < counts[i]; ++c) {
      const double so_far = weight * choices[i][c].share;
      if (so_far * best_after(i) < least) return;
      spell(i + 1, key * kMarkKeyBase + choices[i][c].symbol + 1, so_far);
    }
  }

  [[nodiscard]] double best_after(std::size_t i) const {
    const double best = belief.best_[i + 1];
    if (left_out == kNowhere || left_out <= i || counts[left_out] == 0) return best;
    return best / choices[left_out][0].share;
  }

  void take(std::uint64_t key) {
    if (key == belief.key_ || key == 0) return;
    const double probability = belief.probability_of(key);
    if (probability >= least / kSlack) found.push_back({key, probability});
  }

  const MarkBelief& belief;
  double least;
  std::vector<LikelyMark>& found;
  std::array<std::array<Choice, kSymbols>, kLongestMark> choices;  ///< of each place, the likeliest first
  std::array<std::size_t, kLongestMark> counts{};
  std::size_t left_out = kNowhere;
  std::size_t inserted_before = kNowhere;
  std::size_t inserted = 0;
};

void MarkBelief::other_marks(double least, std::vector<LikelyMark>& found) const {
  found.clear();
  if (key_ == 0 || 1 - confidence_ < least) return;
  for (const LikelyMark& candidate : candidates_) {
    const double probability = probability_of(candidate.key);
    if (probability >= least) found.push_back({candidate.key, probability});
  }
  const double substitution =
      for_others_ * options_.substituted / std::max(1 - read_product_, 1e-9) / substituted_weight_;
  const double one_missing = for_others_ * options_.missing / missing_weight_;
  const double one_surplus = for_others_ * options_.surplus / surplus_weight_;
  const double highest = std::max({substitution, one_missing, one_surplus / (best_[0] + 1e-300)});
  if (highest * best_[0] < least * kSlack && one_surplus < least * kSlack) return;
  Walk walk(*this, least, highest, found);
  if (substitution * best_[0] >= walk.least) walk.spell(0, 0, substitution);
  if (one_missing * best_[0] >= walk.least && size_ < kLongestMark) {
    for (std::size_t gap = 0; gap <= size_; ++gap) {
      walk.inserted_before = gap;
      const double weight_of_one = one_missing * missing_weight(gap, kPlaceOfOne);
      const double weight_of_any = one_missing * missing_weight(gap, kPlaceOfTwo);
      for (std::size_t s = 0; s < kSymbols; ++s) {
        const double weight = s == kPlaceOfOne ? weight_of_one : weight_of_any;
        walk.inserted = s;
        if (weight * best_[0] >= walk.least && missing_weight(gap, s) > 0) walk.spell(0, 0, weight);
      }
    }
    walk.inserted_before = kNowhere;
  }
  for (std::size_t i = 0; i < size_ && one_surplus >= walk.least; ++i) {
    walk.left_out = i;
    if (walk.counts[i] > 0) walk.spell(0, 0, one_surplus * surplus_[i]);
  }
  std::sort(found.begin(), found.end(),
            [](const LikelyMark& a, const LikelyMark& b) { return a.key < b.key; });
  const auto same = [](const LikelyMark& a, const LikelyMark& b) { return a.key == b.key; };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
}

}  // namespace nightjar
