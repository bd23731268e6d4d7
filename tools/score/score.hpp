#pragma once

#include <string>
#include <vector>

#include "tools/score/heat_score.hpp"
#include "tools/score/hit_score.hpp"
#include "tools/score/loss_account.hpp"
#include "tools/score/plate_score.hpp"

namespace nightjar {

struct ScoreOptions {
  /// Half the least distance between two people who were told apart in the passes of a drone 33 m up.
  double radius_m = 1.5;
};

enum class FootageSource { real, drawn, not_stated };

/// A feed, and whether its footage was filmed.
struct ScoredFeed {
  std::string feed;
  FootageSource source = FootageSource::not_stated;
};

/// Records held against the truth: all that a report says.
struct Score {
  std::vector<ScoredFeed> feeds;
  PlateScore plates;
  HeatScore heat;
  HitScore hits;
  LossAccount losses;
  std::vector<std::string> notes;  ///< sentences: what a reader of the figures must know

  /// Of all parts, by kind and then time.
  [[nodiscard]] std::vector<ScoreError> errors() const;
};

[[nodiscard]] Score score_records(const Records& records, const Truth& truth, const ScoreOptions& options);

}  // namespace nightjar
