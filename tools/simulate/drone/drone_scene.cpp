#include "tools/simulate/drone/drone_scene.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "tools/simulate/drone/heat_canvas.hpp"
#include "tools/simulate/drone/warm_cast.hpp"

namespace nightjar {
namespace {

constexpr double kFreezeAt = 0.55;  // of a short flight
constexpr double kLongest_s = 33;   // without a recalibration
constexpr double kFreeze_s = 0.6;

/// Where animals lay and cars stood before the drone came.
std::vector<WarmStain> stains_before(const DroneSceneOptions& options, const DroneFlight& flight) {
  cv::RNG random(options.seed * 86028121 + 61);
  std::vector<WarmStain> stains;
  for (int i = 0; i < 8; ++i) {
    const double time_s = options.seconds * (i + random.uniform(0.0, 1.0)) / 8;
    const cv::Point2d at =
        flight.pose_at(time_s).ground_at({random.uniform(60.0, 580.0), random.uniform(100.0, 460.0)});
    const bool by_a_car = i % 4 == 3;
    stains.push_back({at, by_a_car ? 1.3 : random.uniform(0.3, 0.6),
                      random.uniform(2.0, by_a_car ? 5.0 : 7.0), random.uniform(40.0, 150.0)});
  }
  return stains;
}

}  // namespace

DroneScene::DroneScene(const DroneSceneOptions& options)
    : options_(options),
      heat_(farm_heat(options.sun, options.weather)),
      hills_(options.hills ? Hills(options.seed) : Hills()),
      flight_(options),
      scenery_(grow_scenery(options.seed, heat_, hills_)),
      ground_(options.seed, heat_, hills_, scenery_),
      stains_(stains_before(options, flight_)),
      bodies_(cast_bodies(options, flight_, scenery_, hills_)),
      air_(options.seed, options.weather, heat_),
      sensor_(options.seed) {}

int DroneScene::frames() const {
  return static_cast<int>(std::lround(options_.seconds * options_.fps));
}

double DroneScene::recalibration_every_s() const {
  return std::min(kLongest_s, kFreezeAt * options_.seconds);
}

bool DroneScene::frozen(int frame) const {
  const double every_s = recalibration_every_s();
  const double since_s = std::fmod(time_s(frame), every_s);
  return time_s(frame) >= every_s && since_s < kFreeze_s;
}

DroneScene::Picture DroneScene::render(int frame) const {
  int shown = frame;
  while (frozen(shown)) --shown;
  const double at_s = time_s(shown);
  const DronePose pose = flight_.pose_at(at_s);
  const GroundView view = ground_seen_from(pose, hills_);
  cv::Mat bare = ground_.seen_in(view);
  for (const WarmStain& stain : stains_) warm_ground(bare, view, pose, hills_, stain, at_s);
  HeatCanvas canvas(pose, bare, view.depth_m);
  for (const Growth& growth : scenery_.growths) canvas.paint(growth);
  for (std::size_t i = 0; i < bodies_.size(); ++i) canvas.paint(parts_of(bodies_[i], at_s, heat_, hills_), i);
  air_.lay_over(canvas.celsius(), canvas.depth_m(), at_s);
  const double every_s = recalibration_every_s();
  const int recalibrations = static_cast<int>(at_s / every_s);
  Picture picture;
  picture.kelvin_100 =
      sensor_.expose(canvas.celsius(), shown, recalibrations, at_s - recalibrations * every_s);
  picture.owner = canvas.owner();
  picture.visible = canvas.visible(bodies_.size());
  return picture;
}

}  // namespace nightjar
