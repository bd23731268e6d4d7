#include "tools/score/identity.hpp"

#include <map>

#include "tools/score/heat_pairs.hpp"

namespace nightjar {
namespace {

constexpr auto kSlack = std::chrono::seconds(1);

bool stated(const HeatTruth& truth, const std::optional<CaptureTime>& at) {
  return !truth.moves() ||
         (at && *at >= *truth.fixes.front().at - kSlack && *at <= *truth.fixes.back().at + kSlack);
}

std::vector<PathPoint> points_of(const TrackRecord& track) {
  if (!track.path.empty() || !track.latitude_deg) return track.path;
  return {{track.newest().value_or(CaptureTime{}), *track.latitude_deg, *track.longitude_deg}};
}

/// The body nearest to the point within the radius; `truth.size()` where there is none.
std::size_t body_at(const std::vector<HeatTruth>& truth, const std::string& feed, const PathPoint& point,
                    double radius_m) {
  std::size_t nearest = truth.size();
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (truth[i].feed != feed || !stated(truth[i], point.at)) continue;
    const HeatFix fix = fix_at(truth[i], point.at);
    const double away_m =
        step_between(fix.latitude_deg, fix.longitude_deg, point.latitude_deg, point.longitude_deg).length_m();
    if (away_m <= radius_m) nearest = i, radius_m = away_m;
  }
  return nearest;
}

}  // namespace

Coverage coverage_of(const std::vector<HeatTruth>& truth, const std::vector<TrackRecord>& tracks,
                     double radius_m) {
  Coverage coverage{std::vector<std::set<std::size_t>>(truth.size()),
                    std::vector<std::set<std::size_t>>(tracks.size())};
  for (std::size_t k = 0; k < tracks.size(); ++k) {
    if (!tracks[k].confirmed()) continue;
    const std::vector<PathPoint> points = points_of(tracks[k]);
    std::map<std::size_t, std::size_t> seen;
    for (const PathPoint& point : points) ++seen[body_at(truth, tracks[k].feed, point, radius_m)];
    for (const auto& [body, count] : seen) {
      if (body == truth.size() || 10 * count < points.size()) continue;
      coverage.tracks_of[body].insert(k);
      coverage.bodies_of[k].insert(body);
    }
  }
  return coverage;
}

}  // namespace nightjar
