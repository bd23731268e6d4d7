#include "tools/score/heat_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "processing/thermal/assignment.hpp"

namespace nightjar {
namespace {

constexpr double kMajorAxis_m = 6378137.0;  // WGS84
constexpr double kEccentricity2 = 6.69437999014e-3;
constexpr double kRadians = M_PI / 180;
constexpr auto kSlack = std::chrono::seconds(1);

double distance_m(const HeatFix& fix, double latitude_deg, double longitude_deg) {
  return step_between(fix.latitude_deg, fix.longitude_deg, latitude_deg, longitude_deg).length_m();
}

/// Over the points of the path while the body's place is known; nothing if there are none.
std::optional<double> along_path(const HeatTruth& truth, const TrackRecord& track) {
  std::vector<double> distances;
  for (const PathPoint& point : track.path) {
    if (point.at < *truth.fixes.front().at - kSlack || point.at > *truth.fixes.back().at + kSlack) continue;
    distances.push_back(distance_m(fix_at(truth, point.at), point.latitude_deg, point.longitude_deg));
  }
  if (distances.empty()) return std::nullopt;
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  return *middle;
}

}  // namespace

double GroundStep::length_m() const {
  return std::hypot(east_m, north_m);
}

GroundStep step_between(double from_latitude_deg, double from_longitude_deg, double to_latitude_deg,
                        double to_longitude_deg) {
  const double latitude = (from_latitude_deg + to_latitude_deg) / 2 * kRadians;
  const double w2 = 1 - kEccentricity2 * std::sin(latitude) * std::sin(latitude);
  const double across_m = kMajorAxis_m / std::sqrt(w2);
  const double along_m = across_m * (1 - kEccentricity2) / w2;
  const double turn_deg = std::remainder(to_longitude_deg - from_longitude_deg, 360.0);
  return {turn_deg * kRadians * across_m * std::cos(latitude),
          (to_latitude_deg - from_latitude_deg) * kRadians * along_m};
}

HeatFix fix_at(const HeatTruth& truth, CaptureTime at) {
  const std::vector<HeatFix>& fixes = truth.fixes;
  if (!truth.moves() || at <= *fixes.front().at) return fixes.front();
  const auto after = std::find_if(fixes.begin(), fixes.end(), [at](const HeatFix& f) { return *f.at >= at; });
  if (after == fixes.end()) return fixes.back();
  const HeatFix& before = *std::prev(after);
  const double share = std::chrono::duration<double>(at - *before.at) / (*after->at - *before.at);
  HeatFix fix = before;
  fix.at = at;
  fix.latitude_deg += share * (after->latitude_deg - before.latitude_deg);
  fix.longitude_deg += share * (after->longitude_deg - before.longitude_deg);
  return fix;
}

std::optional<double> distance_m(const HeatTruth& truth, const TrackRecord& track) {
  if (truth.moves())
    if (const auto along = along_path(truth, track)) return along;
  if (!track.latitude_deg || !track.longitude_deg) return std::nullopt;
  if (!truth.moves()) return distance_m(truth.fixes.front(), *track.latitude_deg, *track.longitude_deg);
  if (const auto newest = track.newest())
    return distance_m(fix_at(truth, *newest), *track.latitude_deg, *track.longitude_deg);
  double nearest_m = std::numeric_limits<double>::infinity();  // neither path nor time: anywhere on its way
  for (const HeatFix& fix : truth.fixes)
    nearest_m = std::min(nearest_m, distance_m(fix, *track.latitude_deg, *track.longitude_deg));
  return nearest_m;
}

std::vector<HeatPair> pair_heat(const std::vector<HeatTruth>& truth, const std::vector<TrackRecord>& tracks,
                                double radius_m) {
  std::map<std::string, std::vector<std::size_t>> of_feed;
  for (std::size_t i = 0; i < tracks.size(); ++i)
    if (tracks[i].confirmed()) of_feed[tracks[i].feed].push_back(i);
  std::vector<AssignmentChoice> choices;
  std::map<std::pair<std::size_t, std::size_t>, double> error_m;
  const double for_a_pair = 1000 * std::max(1.0, radius_m);  // outweighs all the distances of a group
  for (std::size_t t = 0; t < truth.size(); ++t) {
    for (const std::size_t k : of_feed[truth[t].feed]) {
      const auto away = distance_m(truth[t], tracks[k]);
      if (!away || *away > radius_m) continue;
      choices.push_back({t, k, for_a_pair + radius_m - *away});
      error_m[{t, k}] = *away;
    }
  }
  std::vector<HeatPair> pairs;
  for (const AssignmentChoice& choice : best_assignment(std::move(choices)))
    pairs.push_back({choice.row, choice.column, error_m[{choice.row, choice.column}]});
  return pairs;
}

}  // namespace nightjar
