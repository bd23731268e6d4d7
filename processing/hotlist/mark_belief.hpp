#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "processing/anpr/mark_shape.hpp"
#include "processing/anpr/plate_read.hpp"
#include "processing/hotlist/mark_key.hpp"
#include "processing/hotlist/partial_mark.hpp"

namespace nightjar {

/// How the doubt of a read, what its confidence leaves over, is shared out between other marks. Fitted to
/// reads of whole passes (docs/hotlists.md says how to do it again).
struct MarkBeliefOptions {
  /// Line on the logit of the read's confidence, which passes are a little too bold about.
  double slope = 0.76;
  double offset = -0.05;
  /// The same where the read is of no known form of the United Kingdom; passes have weighed that already
  /// (weighed_by_form).
  double formless_slope = 1;
  double formless_offset = 0;
  /// Of the doubt: the share that goes to the read's other candidates, where they claim all of it.
  double candidates = 0.51;
  /// Of the rest: one or more characters taken for others, one missing in the read, one too many in it. What
  /// is left is a wholly different mark, and no list's.
  double substituted = 0.41;
  double missing = 0.18;
  double surplus = 0.01;
  /// How much the reader's habits weigh against what it saw: times the share of each that it gets wrong.
  double habits = 0.8;
  /// Of a missing character: that it stood at an end, and that it was a 1, which is narrow.
  double missing_at_ends = 0.42;
  double missing_one = 0.11;
  /// Of a mark of no known form of the United Kingdom against one of a known form: how often vehicles bear
  /// it. 1 switches what is known of the forms off.
  double formless = 0.04;
};

/// A mark that a read may be about, as its key.
struct LikelyMark {
  std::uint64_t key = 0;
  double probability = 0;
};

/// What a read says of every mark, not only of the one that it gives: the probability that the vehicle bears
/// it, were it as common as any. Where marks of no known form are counted as `formless` times that, they sum
/// to at most 1 over all other marks than the read one and its candidates. Keys are those of mark_key, so 0/O
/// and 1/I are one.
class MarkBelief {
 public:
  explicit MarkBelief(const PlateText& read, const MarkBeliefOptions& options = {});

  /// That the read mark is right.
  [[nodiscard]] static double confidence_of(const PlateText& read, const MarkBeliefOptions& options = {});

  [[nodiscard]] double probability_of(std::uint64_t key) const;

  /// That the vehicle's mark fits a partial one.
  [[nodiscard]] double probability_of(const PartialMark& partial) const;

  /// Every mark but the read one with a probability of at least `least`, above 0; in no order, each once.
  /// What probability_of gives; there are at most 1 / `least`.
  void other_marks(double least, std::vector<LikelyMark>& found) const;

  /// The characters that a mark of at least that probability may hold, a bit each: no partial mark that knows
  /// others can be as likely.
  [[nodiscard]] std::uint64_t likely_symbols(double least) const;

 private:
  static constexpr std::size_t kSymbols = 36;
  using Place = std::array<double, kSymbols>;
  struct Walk;

  void add_candidates(const PlateText& read, const MarkBeliefOptions& options);
  void add_places(const PlateText& read, const MarkBeliefOptions& options);
  /// A mean of weights by shares.
  struct Weighed {
    double shares = 0, weights = 0;
    void add(double share, double weight) { shares += share, weights += share * weight; }
    [[nodiscard]] double mean() const { return shares > 0 ? weights / shares : 1; }
  };

  void weigh_forms();
  void weigh_substitutions(Weighed& weighed) const;
  void weigh_missing(Weighed& weighed) const;
  [[nodiscard]] double weight_of(const MarkShape& shape) const;
  [[nodiscard]] double candidate_share(std::uint64_t key) const;
  [[nodiscard]] double missing_at(std::size_t gap) const;
  [[nodiscard]] double missing_weight(std::size_t gap, std::size_t symbol) const;
  [[nodiscard]] double substituted(const std::uint8_t* symbols) const;
  [[nodiscard]] double with_missing(const std::uint8_t* symbols) const;
  [[nodiscard]] double with_surplus(const std::uint8_t* symbols) const;

  MarkBeliefOptions options_;
  std::uint64_t key_ = 0;  ///< 0: nothing was read, and nothing is believed
  std::size_t size_ = 0;
  double confidence_ = 0;
  std::array<std::uint8_t, kLongestMark> read_{};  ///< symbols as places in kMarkSymbols, folded
  std::array<Place, kLongestMark> places_{};       ///< of each character, summing to 1
  std::array<double, kLongestMark> surplus_{};     ///< that a character is the one too many; sums to 1
  std::array<double, kLongestMark> best_here_{};   ///< the likeliest of each place
  std::array<double, kLongestMark + 1> best_{};    ///< the likeliest of all places from here to the end
  double read_product_ = 0;                        ///< of the places at what was read
  MarkShape shape_;
  /// How common those marks are, on the mean, that a substitution, a missing and a surplus character make.
  double substituted_weight_ = 1, missing_weight_ = 1, surplus_weight_ = 1;
  double for_candidates_ = 0, for_others_ = 0;  ///< shares of all
  std::vector<LikelyMark> candidates_;          ///< other than the read; sum to 1
};

}  // namespace nightjar
