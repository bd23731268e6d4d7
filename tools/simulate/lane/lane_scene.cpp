#include "tools/simulate/lane/lane_scene.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/lane/road_picture.hpp"

namespace nightjar {
namespace {

constexpr int kShakes = 8;
constexpr double kShake_px = 0.35;
constexpr int kStreaks = 420;  // of rain, in one picture

LaneChapter chapter_of(const LaneSceneOptions& options) {
  RoadMarks marks(options.seed);
  return {options, marks};
}

SensorNoise noise_of(const LaneChapter& chapter) {
  return {chapter.options().seed, chapter.camera().mount().size,
          chapter.lighting().light() == LaneLight::infra_red ? CV_8UC1 : CV_8UC3,
          chapter.lighting().noise_levels(), chapter.lighting().wet() ? kStreaks : 0};
}

bool on_road(const Vehicle& vehicle, double time_s) {
  const double near_end_m = vehicle.near_end_m(time_s);
  return near_end_m + vehicle.shape->length_m() > kRoadNear_m && near_end_m < kRoadFar_m;
}

}  // namespace

LaneScene::LaneScene(const LaneSceneOptions& options) : LaneScene(chapter_of(options)) {}

LaneScene::LaneScene(LaneChapter chapter)
    : chapter_(std::move(chapter)),
      painter_(chapter_.camera(), chapter_.lighting()),
      spray_(chapter_.options().seed),
      noise_(noise_of(chapter_)) {
  std::mt19937_64 rng(chapter_.options().seed * 15485863 + 5);
  Chance chance(rng);
  const cv::Mat road =
      draw_road(chapter_.camera(), chapter_.lighting(), chapter_.layout(), chapter_.options().seed);
  for (int i = 0; i < kShakes; ++i) {
    const cv::Point2d shake(chance.between(-kShake_px, kShake_px) * 0.5,
                            chance.between(-kShake_px, kShake_px));
    shakes_px_.push_back(shake);
    const cv::Mat shift = (cv::Mat_<double>(2, 3) << 1, 0, shake.x, 0, 1, shake.y);
    cv::Mat moved;
    cv::warpAffine(road, moved, shift, road.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    roads_.push_back(moved);
  }
}

cv::Point2d LaneScene::shake_px(int frame) const {
  return shakes_px_[static_cast<std::size_t>(frame * 5 % kShakes)];
}

const VehiclePainter::Model& LaneScene::model_of(std::size_t vehicle) {
  const auto known = models_.find(vehicle);
  if (known != models_.end()) return known->second;
  return models_.emplace(vehicle, painter_.model_of(chapter_.vehicles()[vehicle])).first->second;
}

void LaneScene::forget_who_left(double time_s) {
  std::erase_if(models_,
                [&](const auto& known) { return !on_road(chapter_.vehicles()[known.first], time_s); });
}

cv::Mat LaneScene::render(int frame) {
  const double time_s = frame / chapter_.options().fps;
  const auto& vehicles = chapter_.vehicles();
  const Lighting& lighting = chapter_.lighting();
  const cv::Point2d shake = shake_px(frame);
  cv::Mat picture = roads_[static_cast<std::size_t>(frame * 5 % kShakes)].clone();
  forget_who_left(time_s);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < vehicles.size(); ++i)
    if (on_road(vehicles[i], time_s)) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return vehicles[a].near_end_m(time_s) > vehicles[b].near_end_m(time_s);
  });
  for (const std::size_t i : order) {
    const Vehicle& vehicle = vehicles[i];
    if (lighting.wet() && vehicle.towards)
      spray_.paint(picture, chapter_.camera(), lighting, vehicle, time_s, shake);
    painter_.paint(picture, vehicle, model_of(i), time_s, shake);
    if (lighting.wet() && !vehicle.towards)
      spray_.paint(picture, chapter_.camera(), lighting, vehicle, time_s, shake);
  }
  chapter_.drops().lay_over(picture, frame);
  if (const double gain = chapter_.exposure_gain(frame); gain != 1) picture.convertTo(picture, -1, gain);
  if (lighting.light() == LaneLight::infra_red) {
    cv::Mat grey;
    cv::extractChannel(picture, grey, 1);
    picture = grey;
  }
  noise_.lay_over(picture, frame);
  return picture;
}

}  // namespace nightjar
