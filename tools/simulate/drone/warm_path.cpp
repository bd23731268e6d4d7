#include "tools/simulate/drone/warm_path.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar {
namespace {

cv::Point2d place_at(const WarmPath& path, double time_s) {
  WarmBody walker;
  walker.path = path;
  return walker.at(time_s);
}

/// Adds a leg that begins where the last one is by then.
void go_on(WarmPath& path, double from_s, double heading_deg, double speed_mps) {
  const cv::Point2d at = path.empty() ? cv::Point2d() : place_at(path, from_s);
  path.push_back({from_s, at, heading_deg, speed_mps});
}

}  // namespace

WarmPath stay(double heading_deg) {
  return {{0, {}, heading_deg, 0}};
}

WarmPath straight_on(double heading_deg, double speed_mps) {
  return {{0, {}, heading_deg, speed_mps}};
}

WarmPath graze(cv::RNG& random, double seconds) {
  WarmPath path;
  double heading_deg = random.uniform(0.0, 360.0);
  for (double time_s = 0; time_s < seconds;) {
    go_on(path, time_s, heading_deg, 0);
    time_s += random.uniform(4.0, 18.0);
    heading_deg += random.gaussian(35);
    go_on(path, time_s, heading_deg, random.uniform(0.2, 0.6));
    time_s += random.uniform(1.5, 5.0);
  }
  return path;
}

WarmPath graze_and_bolt(cv::RNG& random, double seconds, double bolts_s, double away_deg) {
  WarmPath path = graze(random, bolts_s);
  path.erase(
      std::remove_if(path.begin(), path.end(), [&](const PathLeg& leg) { return leg.from_s >= bolts_s; }),
      path.end());
  double heading_deg = away_deg + random.gaussian(8);
  const double runs_s = random.uniform(5.0, 9.0);
  for (double time_s = bolts_s; time_s < std::min(seconds, bolts_s + runs_s);) {
    go_on(path, time_s, heading_deg, random.uniform(6.0, 10.0));
    time_s += random.uniform(0.8, 2.0);
    heading_deg += random.gaussian(22);
  }
  go_on(path, bolts_s + runs_s, heading_deg, 0);  // stands and looks back
  return path;
}

WarmPath trot(cv::RNG& random, double seconds, double speed_mps) {
  WarmPath path;
  double heading_deg = random.uniform(0.0, 360.0);
  for (double time_s = 0; time_s < seconds;) {
    const bool stops = random.uniform(0.0, 1.0) < 0.12;
    go_on(path, time_s, heading_deg, stops ? 0 : speed_mps * random.uniform(0.8, 1.2));
    time_s += random.uniform(0.8, 2.0);
    heading_deg += random.gaussian(18);
  }
  return path;
}

WarmPath wander_on(cv::RNG& random, double seconds, double speed_mps) {
  WarmPath path;
  double heading_deg = random.uniform(0.0, 360.0);
  for (double time_s = 0; time_s < seconds; time_s += 3) {
    go_on(path, time_s, heading_deg, speed_mps);
    heading_deg += random.gaussian(10);
  }
  return path;
}

WarmPath run_about(cv::RNG& random, double seconds, const WarmPath& master) {
  const double phase = random.uniform(0.0, 2 * CV_PI);
  return along(seconds, 0.6, [&](double time_s) {
    return place_at(master, time_s) +
           cv::Point2d(3.5 * std::sin(0.7 * time_s + phase), 2.8 * std::cos(0.9 * time_s + phase));
  });
}

WarmPath through(WarmPath path, cv::Point2d at_m, double time_s) {
  const cv::Point2d by = at_m - place_at(path, time_s);
  for (PathLeg& leg : path) leg.at_m += by;
  return path;
}

WarmPath along(double seconds, double step_s, const std::function<cv::Point2d(double)>& place) {
  WarmPath path;
  for (double time_s = 0; time_s < seconds; time_s += step_s) {
    const cv::Point2d at = place(time_s);
    const cv::Point2d way = place(time_s + step_s) - at;
    path.push_back({time_s, at, std::atan2(way.x, way.y) * 180 / CV_PI, cv::norm(way) / step_s});
  }
  return path;
}

}  // namespace nightjar
