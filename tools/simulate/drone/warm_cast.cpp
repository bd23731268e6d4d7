#include "tools/simulate/drone/warm_cast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <optional>

#include "tools/simulate/drone/ground_heat.hpp"
#include "tools/simulate/drone/warm_path.hpp"

namespace nightjar {
namespace {

constexpr std::array<WarmKind, 8> kPeople = {WarmKind::lying,     WarmKind::walking, WarmKind::standing,
                                             WarmKind::sitting,   WarmKind::walking, WarmKind::lying,
                                             WarmKind::curled_up, WarmKind::running};
constexpr std::array<WarmKind, 3> kVehicles = {WarmKind::just_parked, WarmKind::driving, WarmKind::parked};

/// Animals that keep together.
struct Herd {
  WarmKind kind;
  int count;
  double spread_m;
};
constexpr std::array<Herd, 5> kHerds = {{{WarmKind::sheep, 5, 5.0},
                                         {WarmKind::cow, 3, 6.0},
                                         {WarmKind::deer, 2, 3.5},
                                         {WarmKind::fox, 1, 0},
                                         {WarmKind::dog, 1, 0}}};

std::string_view name_of(WarmKind kind) {
  switch (kind) {
    case WarmKind::sheep:
      return "sheep";
    case WarmKind::cow:
      return "cow";
    case WarmKind::deer:
      return "deer";
    case WarmKind::fox:
      return "fox";
    case WarmKind::dog:
      return "dog";
    case WarmKind::pigeon:
      return "pigeon";
    default:
      return class_of(kind) == "vehicle" ? "car" : "person";
  }
}

/// Finds everybody a place where the camera will look.
class Casting {
 public:
  Casting(const DroneSceneOptions& options, const DroneFlight& flight, const Scenery& scenery,
          const Hills& hills)
      : options_(options),
        flight_(flight),
        scenery_(scenery),
        hills_(hills),
        random_(options.seed * 39916801 + 31) {}

  std::vector<WarmBody> all() {
    const int herds = herd_count();
    const int groups = options_.people + herds + options_.vehicles;
    // Who comes when: people, herds and cars by turns, spread over the flight.
    std::vector<int> order(static_cast<std::size_t>(groups));
    for (int i = 0; i < groups; ++i) order[static_cast<std::size_t>(i)] = i;
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(random_.uniform(0, static_cast<int>(i)))]);
    int placed = 0;
    int animals = 0;
    const auto seen_s = [&](double jitter) {
      return options_.seconds * (order[static_cast<std::size_t>(placed++)] + jitter) / groups;
    };
    for (int i = 0; i < options_.people; ++i) person(i, seen_s(random_.uniform(0.1, 0.9)));
    for (int i = 0; i < herds; ++i) animals += herd(i, options_.animals - animals, seen_s(0.5));
    for (int i = 0; i < options_.vehicles; ++i) car(i, seen_s(random_.uniform(0.1, 0.9)));
    pigeons();
    return std::move(bodies_);
  }

 private:
  [[nodiscard]] int herd_count() const {
    int herds = 0;
    for (int animals = 0; animals < options_.animals; ++herds)
      animals += kHerds[static_cast<std::size_t>(herds) % kHerds.size()].count;
    return herds;
  }

  cv::Point2d in_view(double time_s) {
    const DronePose pose = flight_.pose_at(time_s);
    const cv::Point2d pixel(random_.uniform(100.0, 540.0), random_.uniform(110.0, 420.0));
    const auto point = hills_.meet(pose.position_m, pose.direction_of(pixel));
    return point ? cv::Point2d(point->x, point->y) : pose.ground_at({319.5, 511});
  }

  bool free(cv::Point2d at, double time_s, double apart_m) const {
    if (scenery_.built_over(at)) return false;
    return std::none_of(bodies_.begin(), bodies_.end(),
                        [&](const WarmBody& other) { return cv::norm(other.at(time_s) - at) < apart_m; });
  }

  bool beside_a_hedge(cv::Point2d at) const {
    for (const auto& [from, to] : hedge_lines()) {
      const cv::Point2d way = (to - from) / cv::norm(to - from);
      const double off = std::fabs(way.cross(at - from));
      const double share = way.dot(at - from);
      if (off > 0.9 && off < 1.6 && share > 0 && share < cv::norm(to - from)) return true;
    }
    return false;
  }

  /// A free place in view; of those tried, the first that `fits`, else, after a while, any.
  template <typename Fits>
  cv::Point2d place(double time_s, double apart_m, const Fits& fits) {
    cv::Point2d at;
    for (int attempt = 0; attempt < 400; ++attempt) {
      at = in_view(
          std::clamp(time_s + (attempt > 60 ? random_.uniform(-4.0, 4.0) : 0), 0.0, options_.seconds));
      if (free(at, time_s, apart_m) && (attempt > 300 || fits(at))) return at;
    }
    return at;
  }

  WarmBody& add(WarmKind kind, int number, WarmPath path) {
    WarmBody body;
    body.id = fmt::format("{}-{}", name_of(kind), number + 1);
    body.kind = kind;
    body.path = std::move(path);
    body.warmth = random_.uniform(-1.0, 1.0);
    body.size = 1 + 0.05 * random_.gaussian(1);
    bodies_.push_back(std::move(body));
    return bodies_.back();
  }

  void person(int number, double time_s) {
    const WarmKind kind = kPeople[static_cast<std::size_t>(number) % kPeople.size()];
    const double heading_deg = random_.uniform(0.0, 360.0);
    // Every second one who lies or sits does so under trees; who stands, beside a hedge where there is one.
    const bool shaded = (kind == WarmKind::lying && number % 8 != 0) || kind == WarmKind::curled_up;
    const bool hides = kind == WarmKind::standing;
    const cv::Point2d at = place(time_s, 4, [&](cv::Point2d tried) {
      if (hides && beside_a_hedge(tried)) return true;
      return !hides && scenery_.under_trees(tried, shaded ? -0.3 : 0.8) == shaded;
    });
    WarmPath path = stay(heading_deg);
    if (kind == WarmKind::walking) path = wander_on(random_, options_.seconds, random_.uniform(0.8, 1.6));
    if (kind == WarmKind::running) path = wander_on(random_, options_.seconds, random_.uniform(2.6, 4.0));
    add(kind, number, through(path, at, time_s));
  }

  int herd(int number, int left, double time_s) {
    const Herd& herd = kHerds[static_cast<std::size_t>(number) % kHerds.size()];
    const int count = std::min(herd.count, left);
    const cv::Point2d middle =
        place(time_s, 5, [&](cv::Point2d tried) { return !scenery_.under_trees(tried, 1.5); });
    const double bolts_s = time_s + random_.uniform(0.5, 3.0);
    const double away_deg = random_.uniform(0.0, 360.0);
    for (int i = 0; i < count; ++i) {
      cv::Point2d at = middle;
      for (int attempt = 0; attempt < 40; ++attempt) {
        at = middle + cv::Point2d(random_.gaussian(herd.spread_m), random_.gaussian(herd.spread_m));
        if (free(at, time_s, 2.0)) break;
      }
      const WarmKind kind = herd.kind;
      WarmPath path = kind == WarmKind::dog ? with_a_walker() : WarmPath();
      if (path.empty()) path = through(own_way(kind, bolts_s, away_deg), at, time_s);
      WarmBody& animal = add(kind, number * 5 + i, std::move(path));
      if (kind == WarmKind::sheep && i % 3 == 2) animal.size *= 0.75;  // a lamb of this year
    }
    return count;
  }

  WarmPath own_way(WarmKind kind, double bolts_s, double away_deg) {
    if (kind == WarmKind::deer) return graze_and_bolt(random_, options_.seconds, bolts_s, away_deg);
    if (kind == WarmKind::fox) return trot(random_, options_.seconds, 2.4);
    if (kind == WarmKind::dog) return trot(random_, options_.seconds, 1.8);
    return graze(random_, options_.seconds);
  }

  /// About the first walker; empty where nobody walks.
  WarmPath with_a_walker() {
    for (const WarmBody& body : bodies_)
      if (body.kind == WarmKind::walking) return run_about(random_, options_.seconds, body.path);
    return {};
  }

  void car(int number, double time_s) {
    const WarmKind kind = kVehicles[static_cast<std::size_t>(number) % kVehicles.size()];
    if (kind == WarmKind::driving) {
      add(kind, number, on_the_track(time_s));
      return;
    }
    // Beside the track or in the yard, out of the way of who drives along it.
    const cv::Point2d at = place(time_s, 5, [&](cv::Point2d tried) {
      const double off_track_m = std::fabs(track_at(tried.x, options_.seed).y - tried.y);
      const bool by_the_track = off_track_m < 6;
      return off_track_m > 3 && !scenery_.under_trees(tried, 1) &&
             (by_the_track || cv::norm(tried - scenery_.yard_m) < 12);
    });
    add(kind, number, through(stay(random_.uniform(0.0, 360.0)), at, time_s));
  }

  /// Along the track, so as to be as near to the middle of the view as it gets about `time_s`.
  WarmPath on_the_track(double time_s) {
    double best_m = 1e9;
    double met_s = time_s;
    double met_along = 0;
    for (double at_s = std::max(0.0, time_s - 8); at_s < std::min(options_.seconds, time_s + 8);
         at_s += 0.5) {
      const cv::Point2d middle = flight_.pose_at(at_s).ground_at({319.5, 255.5});
      const double off_m = std::fabs(track_at(middle.x, options_.seed).y - middle.y);
      if (off_m >= best_m) continue;
      best_m = off_m;
      met_s = at_s;
      met_along = middle.x;
    }
    const double speed_mps = random_.uniform(3.0, 7.0) * (random_.uniform(0, 2) == 0 ? 1 : -1);
    return along(options_.seconds, 0.5, [&](double at_s) {
      return track_at(met_along + speed_mps * (at_s - met_s), options_.seed);
    });
  }

  void pigeons() {
    int number = 0;
    for (int i = 0; i < 5 && !scenery_.crowns.empty(); ++i) {
      const cv::Point3d& crown =
          scenery_
              .crowns[static_cast<std::size_t>(random_.uniform(0, static_cast<int>(scenery_.crowns.size())))];
      const cv::Point2d perch(crown.x + random_.uniform(-0.5, 0.5), crown.y + random_.uniform(-0.5, 0.5));
      add(WarmKind::pigeon, number++, through(stay(random_.uniform(0.0, 360.0)), perch, 0)).up_m =
          random_.uniform(7.0, 11.0);
    }
    for (int i = 0; i < 2; ++i) {
      const double time_s = options_.seconds * random_.uniform(0.1, 0.9);
      const cv::Point2d at = in_view(time_s);
      add(WarmKind::pigeon, number++,
          through(straight_on(random_.uniform(0.0, 360.0), random_.uniform(9.0, 14.0)), at, time_s))
          .up_m = random_.uniform(8.0, 20.0);
    }
  }

  const DroneSceneOptions& options_;
  const DroneFlight& flight_;
  const Scenery& scenery_;
  const Hills& hills_;
  cv::RNG random_;
  std::vector<WarmBody> bodies_;
};

}  // namespace

std::vector<WarmBody> cast_bodies(const DroneSceneOptions& options, const DroneFlight& flight,
                                  const Scenery& scenery, const Hills& hills) {
  return Casting(options, flight, scenery, hills).all();
}

}  // namespace nightjar
