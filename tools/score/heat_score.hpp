#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/score/heat_pairs.hpp"
#include "tools/score/interval.hpp"
#include "tools/score/score_error.hpp"

namespace nightjar {

/// True bodies of one class, and how many of them were found.
struct HeatClassScore {
  std::string name;  ///< person, animal …; lying, standing …; "under 40 %"
  Share found;
};

/// How well people, animals and vehicles were found by their heat.
struct HeatScore {
  double radius_m = 0;
  Share found;                           ///< of the true bodies: those paired with a confirmed track
  std::size_t false_tracks = 0;          ///< confirmed tracks left over
  std::size_t doubled_tracks = 0;        ///< of these: a further track on a body that has one
  std::size_t unplaced_tracks = 0;       ///< of these: tracks without a position
  std::size_t not_judged = 0;            ///< confirmed tracks where the truth has no heat at all
  std::size_t passes = 0;                ///< heat feeds
  std::vector<std::string> empty_feeds;  ///< feeds with tracks, where the truth has nobody
  std::optional<double> minutes;         ///< of their footage; absent: the records do not say
  std::vector<double> errors_m;          ///< sorted, of the pairs
  Share in_circle;           ///< of the pairs that keep still and state an error circle (90 %): inside of it
  std::size_t switches = 0;  ///< further confirmed tracks on one body, summed over bodies
  std::size_t shared = 0;    ///< further bodies that one track covered, summed over tracks
  std::vector<HeatClassScore> classes;
  std::vector<HeatClassScore> postures;        ///< of the bodies of which the truth states one
  std::vector<HeatClassScore> visible_shares;  ///< likewise: how much of them showed, from little to all
  std::map<std::pair<std::string, std::string>, std::size_t> class_confusion;  ///< (true, stated) of pairs
  std::vector<HeatPair> pairs;
  std::vector<ScoreError> errors;

  [[nodiscard]] std::optional<double> false_a_minute() const;
};

/// `truth` and the tracks of the records, one to one within the radius. Feeds without truth have nobody on
/// them, so that flights over empty land count; a truth without any heat judges nothing.
[[nodiscard]] HeatScore score_heat(const std::vector<HeatTruth>& truth, const Records& records,
                                   double radius_m);

}  // namespace nightjar
