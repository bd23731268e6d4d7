#pragma once

#include <vector>

#include "tools/score/interval.hpp"
#include "tools/score/plate_pairs.hpp"
#include "tools/score/score_error.hpp"

namespace nightjar {

/// Whether listed vehicles, and only they, made the room's alarms sound.
struct HitScore {
  bool listed_stated =
      true;         ///< false: the truth never says `listed`; marks that some alert lists count as such
  Share one_alert;  ///< of the listed passes: one alert, and one only in each channel that got any
  Share recall;     ///< of the listed passes: those with a right alert that was not withdrawn
  Share precision;  ///< of the alerts raised: right ones, with doubles
  std::size_t doubled = 0;       ///< right alerts beyond the first of a pass and channel
  std::size_t withdrawn = 0;     ///< alerts raised and taken back, right or not
  std::size_t not_judged = 0;    ///< alerts on feeds that the truth says nothing of
  std::vector<double> delays_s;  ///< sorted: from first visible to the first right alert; of alerted passes
  std::vector<ScoreError> errors;
};

/// An alert is right if the mark of one of its entries (without entries: the read) is that of a listed pass
/// on its feed, in sight within the slack or paired with the record during which the alert was raised.
[[nodiscard]] HitScore score_hits(const std::vector<PlateTruth>& truth, const Records& records,
                                  const PlatePairs& pairs);

}  // namespace nightjar
