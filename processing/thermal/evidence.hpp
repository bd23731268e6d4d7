#pragma once

#include <Eigen/Core>
#include <chrono>

namespace nightjar {

/// What pictures of bodies and of clutter are expected to look like.
struct EvidenceOptions {
  double prior = 0.02;               ///< that a spot seen for the first time is a body
  double seen_in_view = 0.6;         ///< a body in view stands out; trees hide it in the rest
  double clutter_seen_again = 0.12;  ///< warm stones and stumps stand out again where they were
  double clutter_excess = 2.5;       ///< mean of clutter's contrast beyond the detector's threshold
  double max_excess_ratio = 25;      ///< bodies' contrasts spread evenly, by ratio, up to this
  double max_contrast_evidence = 2;  ///< nats a picture: contrast alone confirms nothing
  double min_contrast_evidence = -1.2;
  double contrast_varies =
      0.8;                   ///< standard deviation of one body's contrast, as a logarithm: trees hide parts
  double most_unlike = 5;    ///< nats that a contrast can say against its being the same
  double longer_than = 1.9;  ///< m: on foot nobody is longer, though at first less of them may show
  double longer_by = 1.3;    ///< times as long as it was may be its own heat about it
  double length_varies = 0.4;         ///< standard deviation of what is beyond that, as a logarithm
  double most_longer = 3;             ///< nats that a length can say against its being the same
  double independent_after_s = 0.25;  ///< pictures closer in time tell less than a whole one each
  double confirm = 0.95;              ///< probability
  double drop = 0.002;                ///< probability
  double max_log_odds = 12;           ///< so that later misses still count
};

/// Logarithms of likelihood ratios, body against clutter (nats). Sequential test after Wald: evidence of hits
/// and misses is summed until it confirms or drops.
class Evidence {
 public:
  /// `threshold`: the least contrast that the detector reports.
  Evidence(const EvidenceOptions& options, double threshold) : options_(options), threshold_(threshold) {}

  [[nodiscard]] double of_first_spot(double contrast, bool squeezed) const;

  /// A spot where the contact was expected, with its innovation (a chi-square of two) and the determinant
  /// of the innovation's covariance; `clutter_density`: false spots per unit of the plane.
  [[nodiscard]] double of_hit(double innovation2, double determinant, double clutter_density) const;
  /// `squeezed`: the picture's gain may have left little of how far a body stands out, so that little is
  /// nothing against it.
  [[nodiscard]] double of_contrast(double contrast, bool squeezed) const;
  [[nodiscard]] double of_miss() const;

  /// That a spot is the contact which stood out so far over all its sightings and in its newest, by contrast
  /// alone: 0 or less. A branch that a walker leaves behind is not the walker.
  [[nodiscard]] double of_likeness(double contrast, double mean_contrast, double newest_contrast) const;

  /// The same by length alone, of a contact that was so long: a runner who passes a car is not the car. A
  /// short spot says nothing: trees hide parts.
  [[nodiscard]] double of_length(double length, double known_length) const;

  /// How much of a whole picture's evidence one tells that comes so long after the last.
  [[nodiscard]] double weight(std::chrono::duration<double> since_last) const;

  [[nodiscard]] const EvidenceOptions& options() const { return options_; }

 private:
  EvidenceOptions options_;
  double threshold_;
};

[[nodiscard]] double probability_of(double log_odds);
[[nodiscard]] double log_odds_of(double probability);

}  // namespace nightjar
