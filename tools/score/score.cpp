#include "tools/score/score.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nightjar {
namespace {

std::vector<ScoredFeed> feeds_of(const Records& records) {
  std::set<std::string> names;
  if (records.origin) names.insert(records.origin->inputs.begin(), records.origin->inputs.end());
  for (const FeedRecord& feed : records.feeds) names.insert(feed.feed);
  for (const PassRecord& pass : records.passes) names.insert(pass.feed);
  for (const TrackRecord& track : records.tracks) names.insert(track.feed);
  std::vector<ScoredFeed> feeds;
  for (const std::string& name : names) {
    ScoredFeed feed{name, FootageSource::not_stated};
    if (records.origin && records.origin->drawn) {
      const auto& drawn = *records.origin->drawn;
      feed.source = std::find(drawn.begin(), drawn.end(), name) != drawn.end() ? FootageSource::drawn
                                                                               : FootageSource::real;
    }
    feeds.push_back(std::move(feed));
  }
  return feeds;
}

/// "1 pass", "2 passes".
std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::vector<std::string> notes_of(const Records& records, const Truth& truth, const Score& score) {
  std::vector<std::string> notes = truth.notes;
  if (!records.foreign.empty()) {
    std::vector<std::string> kinds;
    for (const auto& [kind, count] : records.foreign) kinds.push_back(fmt::format("{} ({})", kind, count));
    notes.push_back(
        fmt::format("The records hold kinds that scoring does not know: {}.", fmt::join(kinds, ", ")));
  }
  if (score.plates.not_judged > 0)
    notes.push_back(counted(score.plates.not_judged, "read is", "reads are") +
                    " not judged: the truth has no plates of their feeds.");
  if (score.hits.not_judged > 0)
    notes.push_back(counted(score.hits.not_judged, "hit is", "hits are") +
                    " not judged: the truth has no plates of their feeds.");
  if (score.heat.not_judged > 0)
    notes.push_back(counted(score.heat.not_judged, "confirmed contact is", "confirmed contacts are") +
                    " not judged: the truth has no heat.");
  for (const std::string& feed : score.heat.empty_feeds)
    notes.push_back("The truth has nobody on " + feed + ": every confirmed contact there counts as false.");
  if (!score.hits.listed_stated && score.hits.precision.of > 0)
    notes.push_back(
        "The truth does not say which vehicles are listed: those whose mark an alert lists are "
        "taken for listed, so missed ones show only where the same mark came again.");
  if (score.heat.found.of > 0 && !score.heat.minutes)
    notes.push_back("The records do not say how long the flights were: false contacts have no rate.");
  return notes;
}

}  // namespace

std::vector<ScoreError> Score::errors() const {
  std::vector<ScoreError> errors = hits.errors;
  errors.insert(errors.end(), heat.errors.begin(), heat.errors.end());
  errors.insert(errors.end(), plates.errors.begin(), plates.errors.end());
  std::stable_sort(errors.begin(), errors.end(), [](const ScoreError& a, const ScoreError& b) {
    return std::tie(a.kind, a.feed, a.at) < std::tie(b.kind, b.feed, b.at);
  });
  return errors;
}

Score score_records(const Records& records, const Truth& truth, const ScoreOptions& options) {
  Score score;
  score.feeds = feeds_of(records);
  const PlatePairs pairs = pair_plates(truth.plates, records.passes);
  score.plates = score_plates(truth.plates, records.passes, pairs);
  score.hits = score_hits(truth.plates, records, pairs);
  score.heat = score_heat(truth.heat, records, options.radius_m);
  score.losses = account_for(records);
  score.notes = notes_of(records, truth, score);
  return score;
}

}  // namespace nightjar
