#include "tools/score/heat_score.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "tools/score/identity.hpp"

namespace nightjar {
namespace {

constexpr std::array<const char*, 4> kVisibleBands = {"under 40 %", "40 to 59 %", "60 to 79 %",
                                                      "80 % and more"};

std::size_t visible_band(double share) {
  return share < 0.395 ? 0 : share < 0.595 ? 1 : share < 0.795 ? 2 : 3;  // as whole per cents
}

void add(std::vector<HeatClassScore>& classes, const std::string& name, bool found) {
  auto known =
      std::find_if(classes.begin(), classes.end(), [&](const HeatClassScore& c) { return c.name == name; });
  if (known == classes.end()) known = classes.insert(known, {name, {}});
  known->found.add(found);
}

struct Nearest {
  const TrackRecord* track = nullptr;
  double away_m = 0;
};

class HeatScoring {
 public:
  HeatScoring(const std::vector<HeatTruth>& truth, const Records& records, double radius_m)
      : truth_(truth),
        records_(records),
        tracks_(records.tracks),
        track_of_(truth.size()),
        body_of_(records.tracks.size()) {
    for (const HeatTruth& body : truth) feeds_.insert(body.feed);
    score_.radius_m = radius_m;
  }

  HeatScore score() {
    if (truth_.empty()) {
      score_.not_judged = static_cast<std::size_t>(
          std::count_if(tracks_.begin(), tracks_.end(), [](const TrackRecord& t) { return t.confirmed(); }));
      return std::move(score_);
    }
    score_.pairs = pair_heat(truth_, tracks_, score_.radius_m);
    for (const HeatPair& pair : score_.pairs) {
      track_of_[pair.truth] = pair.track;
      body_of_[pair.track] = pair.truth;
      judge_pair(pair);
    }
    std::sort(score_.errors_m.begin(), score_.errors_m.end());
    for (std::size_t i = 0; i < truth_.size(); ++i) judge_body(i);
    for (std::size_t i = 0; i < visible_.size(); ++i)
      if (visible_.at(i).of > 0) score_.visible_shares.push_back({kVisibleBands.at(i), visible_.at(i)});
    for (std::size_t k = 0; k < tracks_.size(); ++k)
      if (tracks_[k].confirmed() && !body_of_[k]) judge_left_over(tracks_[k]);
    judge_identity();
    measure_footage();
    return std::move(score_);
  }

 private:
  void judge_pair(const HeatPair& pair) {
    const TrackRecord& track = tracks_[pair.track];
    score_.errors_m.push_back(pair.error_m);
    // The circle is that of the newest position, which is not where a body that moves was compared.
    if (track.ce90_m && !truth_[pair.truth].moves()) score_.in_circle.add(pair.error_m <= *track.ce90_m);
    ++score_.class_confusion[{truth_[pair.truth].heat_class, track.heat_class}];
  }

  void judge_body(std::size_t i) {
    const HeatTruth& body = truth_[i];
    const bool found = track_of_[i].has_value();
    score_.found.add(found);
    add(score_.classes, body.heat_class, found);
    if (body.posture) add(score_.postures, *body.posture, found);
    if (body.visible_share) visible_.at(visible_band(*body.visible_share)).add(found);
    if (!found) miss(body);
  }

  [[nodiscard]] Nearest nearest_track(const HeatTruth& body, bool confirmed) const {
    Nearest nearest;
    for (const TrackRecord& track : tracks_) {
      if (track.feed != body.feed || track.confirmed() != confirmed) continue;
      const auto away = distance_m(body, track);
      if (away && (nearest.track == nullptr || *away < nearest.away_m)) nearest = {&track, *away};
    }
    return nearest;
  }

  void miss(const HeatTruth& body) {
    ScoreError error{ErrorKind::missed_heat,
                     body.feed,
                     body.fixes.front().at,
                     fmt::format("{} {}", body.heat_class, body.id),
                     "No contact came near.",
                     std::nullopt,
                     {},
                     {}};
    const Nearest believed = nearest_track(body, true), doubted = nearest_track(body, false);
    if (doubted.track != nullptr && doubted.away_m <= score_.radius_m) {
      error.why = fmt::format("Contact {} was there at {:.1f} m, but was not confirmed ({}).",
                              doubted.track->id, doubted.away_m, doubted.track->outcome);
      error.picture = doubted.track->picture;
    } else if (believed.track != nullptr) {
      error.why = fmt::format("The nearest confirmed contact, {}, is {:.1f} m away.", believed.track->id,
                              believed.away_m);
    }
    score_.errors.push_back(std::move(error));
  }

  void judge_left_over(const TrackRecord& track) {
    ++score_.false_tracks;
    ScoreError error{ErrorKind::false_heat,
                     track.feed,
                     track.first_seen ? track.first_seen : track.newest(),
                     fmt::format("{} {}", track.heat_class, track.id),
                     "",
                     track.picture,
                     {},
                     {}};
    const HeatTruth* body = nullptr;
    double away_m = 0;
    for (const HeatTruth& other : truth_) {
      if (other.feed != track.feed) continue;
      const auto away = distance_m(other, track);
      if (away && (body == nullptr || *away < away_m)) body = &other, away_m = *away;
    }
    if (!track.latitude_deg && track.path.empty()) {
      ++score_.unplaced_tracks;
      error.why = "It has no position, so it is nobody's.";
    } else if (body == nullptr) {
      error.why = "The truth has nobody on this feed.";
    } else if (away_m <= score_.radius_m) {
      ++score_.doubled_tracks;
      error.why =
          fmt::format("A further contact on {} {}, {:.1f} m away.", body->heat_class, body->id, away_m);
    } else {
      error.why =
          fmt::format("The nearest body, {} {}, is {:.1f} m away.", body->heat_class, body->id, away_m);
    }
    score_.errors.push_back(std::move(error));
  }

  void judge_identity() {
    const Coverage coverage = coverage_of(truth_, tracks_, score_.radius_m);
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      const auto& covering = coverage.tracks_of[i];
      if (covering.size() < 2) continue;
      score_.switches += covering.size() - 1;
      score_.errors.push_back({ErrorKind::switched_heat,
                               truth_[i].feed,
                               truth_[i].fixes.front().at,
                               fmt::format("{} {}", truth_[i].heat_class, truth_[i].id),
                               "Contacts " + ids_of(covering) + " are all this body.",
                               std::nullopt,
                               {},
                               {}});
    }
    for (std::size_t k = 0; k < tracks_.size(); ++k) {
      const auto& covered = coverage.bodies_of[k];
      if (covered.size() < 2) continue;
      score_.shared += covered.size() - 1;
      std::vector<std::string> names;
      for (const std::size_t i : covered) names.push_back(truth_[i].id);
      score_.errors.push_back({ErrorKind::switched_heat,
                               tracks_[k].feed,
                               tracks_[k].first_seen,
                               "contact " + tracks_[k].id,
                               fmt::format("It went over {}.", fmt::join(names, " and ")),
                               tracks_[k].picture,
                               {},
                               {}});
    }
  }

  [[nodiscard]] std::string ids_of(const std::set<std::size_t>& tracks) const {
    std::vector<std::string> ids;
    for (const std::size_t k : tracks) ids.push_back(tracks_[k].id);
    return fmt::format("{}", fmt::join(ids, ", "));
  }

  void measure_footage() {
    for (const TrackRecord& track : tracks_)
      if (feeds_.insert(track.feed).second) score_.empty_feeds.push_back(track.feed);
    score_.passes = feeds_.size();
    double minutes = 0;
    std::set<std::string> known;
    for (const FeedRecord& feed : records_.feeds) {
      if (feeds_.count(feed.feed) == 0 || !feed.from || !feed.to) continue;
      minutes += std::chrono::duration<double, std::ratio<60>>(*feed.to - *feed.from).count();
      known.insert(feed.feed);
    }
    if (!feeds_.empty() && known == feeds_ && minutes > 0) score_.minutes = minutes;
  }

  const std::vector<HeatTruth>& truth_;
  const Records& records_;
  const std::vector<TrackRecord>& tracks_;
  std::set<std::string> feeds_;
  std::vector<std::optional<std::size_t>> track_of_;  // by body
  std::vector<std::optional<std::size_t>> body_of_;   // by track
  std::array<Share, kVisibleBands.size()> visible_;
  HeatScore score_;
};

}  // namespace

std::optional<double> HeatScore::false_a_minute() const {
  if (!minutes) return std::nullopt;
  return static_cast<double>(false_tracks) / *minutes;
}

HeatScore score_heat(const std::vector<HeatTruth>& truth, const Records& records, double radius_m) {
  return HeatScoring(truth, records, radius_m).score();
}

}  // namespace nightjar
