#include "tools/simulate/lane/lane_recording.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace nightjar {
namespace {

constexpr double kChapter_s = 30;
constexpr double kShortestChapter_s = 14;
constexpr int kMostIdleChapters = 40;  // in which nobody could be read

int readable_in(const LaneChapter& chapter) {
  const auto& vehicles = chapter.vehicles();
  return static_cast<int>(std::count_if(vehicles.begin(), vehicles.end(), [&](const Vehicle& vehicle) {
    return chapter.plate_view(vehicle).has_value();
  }));
}

}  // namespace

std::vector<LaneConditions> mixed_conditions(std::optional<LaneLight> light,
                                             std::optional<LaneWeather> weather) {
  using enum LaneLight;
  constexpr std::array<LaneLight, 5> kLights = {day, infra_red, dusk, overcast, night};
  constexpr std::array<LaneWeather, 3> kWeathers = {LaneWeather::dry, LaneWeather::rain, LaneWeather::fog};
  if (light && weather) return {{*light, *weather}};
  std::vector<LaneConditions> conditions;
  const std::size_t count = light     ? kWeathers.size()
                            : weather ? kLights.size()
                                      : kLights.size() * kWeathers.size();
  for (std::size_t i = 0; i < count; ++i)
    conditions.push_back(
        {light.value_or(kLights[i % kLights.size()]), weather.value_or(kWeathers[i % kWeathers.size()])});
  return conditions;
}

LaneRecording::LaneRecording(const LaneRecordingOptions& options) : options_(options), marks_(options.seed) {
  if (!options.passes && options.conditions.size() == 1) {
    add_chapter(LaneChapter(scene_options(0, options.seconds), marks_));
    return;
  }
  // Few passes come in short chapters, so that they too see more than one light.
  const double chapter_s =
      options.passes ? std::clamp(0.1 * *options.passes, kShortestChapter_s, kChapter_s) : kChapter_s;
  int idle = 0;
  while (true) {
    const double left_s = options.seconds - frames_ / options.fps;
    if (!options.passes && left_s < 0.5 / options.fps) return;
    LaneChapter chapter(
        scene_options(chapters_.size(), options.passes ? chapter_s : std::min(chapter_s, left_s)), marks_);
    if (options.passes) {
      const int wanted = *options.passes - static_cast<int>(passes_.size());
      while (readable_in(chapter) > wanted) chapter.drop_last_vehicle();
      chapter.end_with_last_vehicle();
    }
    idle = readable_in(chapter) > 0 ? 0 : idle + 1;
    if (idle == kMostIdleChapters)
      throw std::runtime_error("no plate could be read in this light and weather");
    add_chapter(std::move(chapter));
    if (options.passes && static_cast<int>(passes_.size()) >= *options.passes) return;
  }
}

LaneSceneOptions LaneRecording::scene_options(std::size_t chapter, double seconds) const {
  LaneSceneOptions scene;
  scene.seed = options_.seed + 1000003 * chapter;
  scene.seconds = seconds;
  scene.fps = options_.fps;
  scene.light = options_.conditions[chapter % options_.conditions.size()].light;
  scene.weather = options_.conditions[chapter % options_.conditions.size()].weather;
  scene.lanes = options_.lanes;
  scene.busy = scene.whole_passes = options_.passes || options_.conditions.size() > 1;
  scene.plates = options_.plates;
  return scene;
}

void LaneRecording::add_chapter(LaneChapter chapter) {
  const double from_s = frames_ / options_.fps;
  for (const Vehicle& vehicle : chapter.vehicles()) {
    const auto view = chapter.plate_view(vehicle);
    if (!view) continue;
    passes_.push_back({vehicle,
                       {from_s + view->from_s, from_s + view->to_s, view->widest_px},
                       {chapter.options().light, chapter.options().weather}});
  }
  frames_ += chapter.frames();
  chapters_.push_back(std::move(chapter));
}

std::vector<Vehicle> LaneRecording::vehicles() const {
  std::vector<Vehicle> all;
  for (const LaneChapter& chapter : chapters_)
    all.insert(all.end(), chapter.vehicles().begin(), chapter.vehicles().end());
  return all;
}

cv::Mat LaneRecording::next() {
  if (!scene_ || next_frame_ >= scene_->chapter().frames()) {
    scene_.reset();
    scene_ = std::make_unique<LaneScene>(chapters_[drawn_chapters_++]);
    next_frame_ = 0;
  }
  cv::Mat picture = scene_->render(next_frame_++);
  const bool all_grey =
      std::all_of(options_.conditions.begin(), options_.conditions.end(),
                  [](const LaneConditions& each) { return each.light == LaneLight::infra_red; });
  if (!all_grey && picture.channels() == 1) cv::cvtColor(picture, picture, cv::COLOR_GRAY2BGR);
  return picture;
}

}  // namespace nightjar
