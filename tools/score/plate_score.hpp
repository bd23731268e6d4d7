#pragma once

#include <string>
#include <vector>

#include "tools/score/calibration.hpp"
#include "tools/score/character_confusion.hpp"
#include "tools/score/plate_classes.hpp"
#include "tools/score/plate_pairs.hpp"
#include "tools/score/score_error.hpp"

namespace nightjar {

enum class PassVerdict { missed, misread, correct };

/// How well plates were captured and read, by vehicle pass.
struct PlateScore {
  std::size_t passes = 0;         ///< true ones
  Share captured;                 ///< a record of the pass states a mark
  Share correct;                  ///< and it is the right one
  Share direction;                ///< of the captured whose direction is true and stated: right ones
  Share in_candidates;            ///< of the captured but not correct: the right mark is among the candidates
  std::size_t false_reads = 0;    ///< records with a mark where no vehicle was
  std::size_t doubled_reads = 0;  ///< further records of a pass that has one
  std::vector<PlateClass> classes;
  std::vector<PassVerdict> verdicts;  ///< by true pass
  CharacterConfusion confusion;
  Calibration calibration;
  std::vector<ScoreError> errors;
  std::size_t not_judged = 0;  ///< records with a mark on feeds that the truth says nothing of
};

[[nodiscard]] PlateScore score_plates(const std::vector<PlateTruth>& truth,
                                      const std::vector<PassRecord>& records, const PlatePairs& pairs);

}  // namespace nightjar
