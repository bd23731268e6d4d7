#include "processing/hotlist/mark_belief.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/reader_confusions.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kOne = 1;             // the place of '1' in kMarkSymbols
constexpr std::size_t kFoldedSymbols = 34;  // of 36, without O and I
constexpr double kSurest = 1 - 1e-7;
constexpr double kNegligible = 1e-6;

/// One of the symbols of each kind that make marks of the same form, and the kind of each symbol.
constexpr std::string_view kKinds = "02AQ";
using KindShares = std::array<double, kKinds.size()>;

std::array<std::uint8_t, kMarkSymbols.size()> kinds_of_symbols() {
  std::array<std::uint8_t, kMarkSymbols.size()> kinds{};
  for (std::size_t s = 0; s < kinds.size(); ++s) {
    const char symbol = kMarkSymbols[s];
    const bool either = symbol == '0' || symbol == '1' || symbol == 'O' || symbol == 'I';
    kinds.at(s) = either ? 0 : symbol <= '9' ? 1 : symbol == 'Q' ? 3 : 2;
  }
  return kinds;
}

std::size_t folded(std::size_t symbol) {
  return kMarkSymbols[symbol] == 'O' ? 0 : kMarkSymbols[symbol] == 'I' ? kOne : symbol;
}

/// The characters of a key as places in kMarkSymbols; their number is returned.
std::size_t unpack(std::uint64_t key, std::array<std::uint8_t, kLongestMark>& symbols) {
  std::size_t size = 0;
  for (std::uint64_t rest = key; rest != 0; rest /= kMarkKeyBase) ++size;
  for (std::size_t i = size; i-- > 0; key /= kMarkKeyBase)
    symbols[i] = static_cast<std::uint8_t>(key % kMarkKeyBase - 1);
  return size;
}

}  // namespace

double MarkBelief::confidence_of(const PlateText& read, const MarkBeliefOptions& options) {
  if (!(read.confidence > 0)) return 0;
  const double inside = std::min(read.confidence, kSurest);
  const double logit = std::log(inside / (1 - inside));
  const bool known = shape_of(read.mark).is_known();
  const double straightened = known ? options.slope * logit + options.offset
                                    : options.formless_slope * logit + options.formless_offset;
  return 1 / (1 + std::exp(-straightened));
}

MarkBelief::MarkBelief(const PlateText& read, const MarkBeliefOptions& options) : options_(options) {
  const auto key = mark_key(read.mark);
  if (!key) return;
  key_ = *key;
  size_ = unpack(key_, read_);
  confidence_ = confidence_of(read, options);
  for (std::size_t i = 0; i < size_; ++i) shape_.set(shape_.size++, kMarkSymbols[read_[i]]);
  add_candidates(read, options);
  add_places(read, options);
  weigh_forms();
}

void MarkBelief::add_candidates(const PlateText& read, const MarkBeliefOptions& options) {
  double claimed = 0;
  for (const MarkCandidate& candidate : read.candidates) {
    const auto key = mark_key(candidate.mark);
    if (!key || *key == key_ || !(candidate.probability > 0)) continue;
    claimed += candidate.probability;
    const auto same = std::find_if(candidates_.begin(), candidates_.end(),
                                   [&](const LikelyMark& other) { return other.key == *key; });
    if (same == candidates_.end()) {
      candidates_.push_back({*key, candidate.probability});
    } else {
      same->probability += candidate.probability;
    }
  }
  for (LikelyMark& candidate : candidates_) candidate.probability /= claimed;
  const double doubt = 1 - confidence_;
  const double read_doubt = std::max(1 - read.confidence, 1e-9);
  for_candidates_ = doubt * options.candidates * std::min(1.0, claimed / read_doubt);
  for_others_ = doubt - for_candidates_;
}

void MarkBelief::add_places(const PlateText& read, const MarkBeliefOptions& options) {
  const bool seen = read.characters.size() == size_;
  const ConfusionTable& habits = reader_confusions();
  double nothing = 0;
  read_product_ = 1;
  for (std::size_t i = 0; i < size_; ++i) {
    Place& place = places_[i];
    double sum = 0;
    for (std::size_t s = 0; seen && s < kSymbols; ++s) {
      const auto share = static_cast<double>(read.characters[i].symbol[s]);
      if (!(share > 0)) continue;
      place[folded(s)] += share;
      sum += share;
    }
    if (!(sum > 0)) place[read_[i]] = sum = 1;
    surplus_[i] = std::max(0.0, 1 - sum) + 0.01;
    nothing += surplus_[i];
    const auto& habit = habits[read_[i]];
    const double wrong = options.habits * std::accumulate(habit.begin(), habit.end(), 0.0);
    for (std::size_t s = 0; s < kSymbols; ++s)
      place[s] = place[s] * (1 - wrong) / sum + options.habits * static_cast<double>(habit[s]);
    read_product_ *= place[read_[i]];
  }
  for (std::size_t i = 0; i < size_; ++i) surplus_[i] /= nothing;
  best_[size_] = 1;
  for (std::size_t i = size_; i-- > 0;) {
    best_here_[i] = *std::max_element(places_[i].begin(), places_[i].end());
    best_[i] = best_[i + 1] * best_here_[i];
  }
}

double MarkBelief::weight_of(const MarkShape& shape) const {
  return shape.is_known() ? 1 : options_.formless;
}

/// Of substitutions those at one place count, which are nearly all.
void MarkBelief::weigh_forms() {
  Weighed substitutions, missing, surplus;
  for (std::size_t i = 0; i < size_; ++i) surplus.add(surplus_[i], weight_of(shape_.without(i)));
  weigh_substitutions(substitutions);
  if (!letter_patterns(size_ + 1).empty()) weigh_missing(missing);
  substituted_weight_ = substitutions.mean();
  missing_weight_ = missing.mean();
  surplus_weight_ = surplus.mean();
}

void MarkBelief::weigh_substitutions(Weighed& weighed) const {
  static const auto kinds = kinds_of_symbols();
  for (std::size_t i = 0; i < size_; ++i) {
    KindShares shares{};
    for (std::size_t s = 0; s < kSymbols; ++s)
      if (s != read_[i]) shares[kinds[s]] += places_[i][s];
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
      if (shares[kind] < kNegligible) continue;
      MarkShape shape = shape_;
      shape.set(i, kKinds[kind]);
      weighed.add(shares[kind] / std::max(places_[i][read_[i]], kNegligible), weight_of(shape));
    }
  }
}

void MarkBelief::weigh_missing(Weighed& weighed) const {
  const double any = (1 - options_.missing_one) / kFoldedSymbols;
  const KindShares inserted = {2 * any + options_.missing_one, 8 * any, 23 * any, any};
  for (std::size_t gap = 0; gap <= size_; ++gap) {
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind)
      weighed.add(missing_at(gap) * inserted[kind], weight_of(shape_.with(gap, kKinds[kind])));
  }
}

double MarkBelief::candidate_share(std::uint64_t key) const {
  for (const LikelyMark& candidate : candidates_)
    if (candidate.key == key) return candidate.probability;
  return 0;
}

/// That the character missing in the read stood before this place of the read.
double MarkBelief::missing_at(std::size_t gap) const {
  if (size_ < 2) return 0.5;
  const bool end = gap == 0 || gap == size_;
  return end ? options_.missing_at_ends / 2 : (1 - options_.missing_at_ends) / static_cast<double>(size_ - 1);
}

/// And that it is this one.
double MarkBelief::missing_weight(std::size_t gap, std::size_t symbol) const {
  if (folded(symbol) != symbol) return 0;
  const double any = (1 - options_.missing_one) / kFoldedSymbols;
  return missing_at(gap) * (symbol == kOne ? any + options_.missing_one : any);
}

double MarkBelief::substituted(const std::uint8_t* symbols) const {
  double product = 1;
  for (std::size_t i = 0; i < size_; ++i) product *= places_[i][symbols[i]];
  return options_.substituted * product / std::max(1 - read_product_, 1e-9) / substituted_weight_;
}

double MarkBelief::with_missing(const std::uint8_t* symbols) const {
  double best = 0;
  for (std::size_t gap = 0; gap <= size_; ++gap) {
    double product = missing_weight(gap, symbols[gap]);
    for (std::size_t i = 0; i < size_; ++i) product *= places_[i][symbols[i < gap ? i : i + 1]];
    best = std::max(best, product);
  }
  return options_.missing * best / missing_weight_;
}

double MarkBelief::with_surplus(const std::uint8_t* symbols) const {
  double best = 0;
  for (std::size_t left_out = 0; left_out < size_; ++left_out) {
    double product = surplus_[left_out];
    for (std::size_t i = 0; i < size_; ++i)
      if (i != left_out) product *= places_[i][symbols[i < left_out ? i : i - 1]];
    best = std::max(best, product);
  }
  return options_.surplus * best / surplus_weight_;
}

double MarkBelief::probability_of(std::uint64_t key) const {
  if (key_ == 0) return 0;
  if (key == key_) return confidence_;
  std::array<std::uint8_t, kLongestMark> symbols{};
  const std::size_t size = unpack(key, symbols);
  double glyphs = 0;
  if (size == size_) glyphs = substituted(symbols.data());
  if (size == size_ + 1) glyphs = with_missing(symbols.data());
  if (size > 0 && size + 1 == size_) glyphs = with_surplus(symbols.data());
  // Where two substitutions make the only known form, the weights overstate it: never above what is left
  // over.
  return std::min(1 - confidence_, for_candidates_ * candidate_share(key) + for_others_ * glyphs);
}

}  // namespace nightjar
