#pragma once

#include <vector>

namespace nightjar {

struct SceneClutterOptions {
  double threshold = 6;          ///< the detector's peak_sigmas
  double least_excess = 2.5;     ///< mean contrast beyond the threshold where the scene shows nothing warmer
  double most_excess = 12;       ///< of anything that is no body
  double supposed = 4;           ///< objects of the least excess that are supposed before any is seen
  double max_excess_ratio = 25;  ///< bodies' contrasts spread evenly, by ratio, up to this
  double looks = 2;              ///< independent looks that a mean contrast is worth, however many it is of
};

/// How far the standing things of a scene stand out: trees, hedges, stones and puddles that are warmer than
/// the ground about them, and are seen again and again where they were. On a warm evening that is far, over a
/// winter's forest hardly at all, so it is learnt from the scene itself: a mixture of things, whose contrasts
/// fall off exponentially from the detector's threshold, and of bodies, spread evenly by ratio
/// (expectation maximisation).
class SceneClutter {
 public:
  explicit SceneClutter(const SceneClutterOptions& options = {})
      : options_(options), excess_(options.least_excess) {}

  /// From the mean contrasts of all that was seen again and again; replaces what was learnt before.
  void learn(const std::vector<double>& contrasts);

  /// That what stands out so far on the mean is a body and no standing thing.
  [[nodiscard]] double log_odds_of_body(double mean_contrast) const;

  /// Mean contrast of the standing things beyond the threshold.
  [[nodiscard]] double excess() const { return excess_; }

 private:
  [[nodiscard]] double log_ratio(double contrast, double excess) const;

  SceneClutterOptions options_;
  double excess_;
  double things_ = 0.5;  ///< share of them among all that stays
};

}  // namespace nightjar
