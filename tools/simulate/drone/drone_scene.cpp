#include "tools/simulate/drone/drone_scene.hpp"

#include <cmath>

#include "tools/simulate/drone/heat_painter.hpp"

namespace nightjar {
namespace {

constexpr double kFreezeAt = 0.55;  // of the flight
constexpr double kFreeze_s = 0.6;

}  // namespace

DroneScene::DroneScene(const DroneSceneOptions& options)
    : options_(options),
      flight_(options.seed),
      ground_(options.seed),
      trees_(plant_trees(options.seed)),
      bodies_(cast_bodies(options.seed, flight_, options.seconds, trees_)),
      sensor_(options.seed) {}

int DroneScene::frames() const {
  return static_cast<int>(std::lround(options_.seconds * options_.fps));
}

bool DroneScene::frozen(int frame) const {
  const double since_s = time_s(frame) - kFreezeAt * options_.seconds;
  return since_s > 0 && since_s < kFreeze_s;
}

DroneScene::Picture DroneScene::render(int frame) const {
  int shown = frame;
  while (frozen(shown)) --shown;
  const double at_s = time_s(shown);
  const DronePose pose = flight_.pose_at(at_s);
  HeatPainter painter(pose, ground_.seen_from(pose));
  for (std::size_t i = 0; i < bodies_.size(); ++i) painter.paint(parts_of(bodies_[i], at_s), i);
  for (const Tree& tree : trees_) painter.paint(tree);
  const bool recalibrated = at_s > kFreezeAt * options_.seconds;
  Picture picture;
  picture.kelvin_100 = sensor_.expose(painter.celsius(), shown, at_s, recalibrated);
  picture.visible = painter.visible(bodies_.size());
  return picture;
}

void BodyWatch::note(int frame, const std::vector<double>& visible) {
  for (std::size_t i = 0; i < sightings_.size(); ++i) {
    if (visible[i] < kLeastVisible || scene_.frozen(frame)) continue;
    if (sightings_[i].frames++ == 0) sightings_[i].first = frame;
    sightings_[i].last = frame;
  }
}

std::optional<BodyView> BodyWatch::view_of(std::size_t body) const {
  const Sightings& seen = sightings_[body];
  if (seen.frames < kLeastFrames) return std::nullopt;
  return BodyView{scene_.time_s(seen.first), scene_.time_s(seen.last)};
}

}  // namespace nightjar
