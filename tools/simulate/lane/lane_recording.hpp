#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tools/simulate/lane/lane_scene.hpp"

namespace nightjar {

struct LaneConditions {
  LaneLight light = LaneLight::day;
  LaneWeather weather = LaneWeather::dry;
};

/// All lights with all weathers, in turn.
[[nodiscard]] std::vector<LaneConditions> mixed_conditions(std::optional<LaneLight> light,
                                                           std::optional<LaneWeather> weather);

struct LaneRecordingOptions {
  std::uint64_t seed = 1;
  double seconds = 30;        ///< not used where `passes` is set
  std::optional<int> passes;  ///< as many plates to be read as this, however long it takes
  std::vector<LaneConditions> conditions = {{}};  ///< one a chapter, in turn
  int lanes = 1;
  double fps = 25;
  RoadPlateOptions plates{};
};

/// A plate that passes, with when a person could read it, in seconds of the recording.
struct DrawnPass {
  Vehicle vehicle;
  PlateView view;
  LaneConditions conditions;
};

/// Lane footage from its first frame to its last: one chapter; or several, each with a camera, a road, light
/// and weather of its own, and nobody on the road where one ends.
class LaneRecording {
 public:
  explicit LaneRecording(const LaneRecordingOptions& options);

  [[nodiscard]] int frames() const { return frames_; }
  /// In the order in which they enter.
  [[nodiscard]] const std::vector<DrawnPass>& passes() const { return passes_; }
  /// Everybody, those too whose plates are never to be read.
  [[nodiscard]] std::vector<Vehicle> vehicles() const;
  /// Marks that nobody in the recording carries.
  [[nodiscard]] std::string absent_mark() { return marks_.next().written; }
  [[nodiscard]] std::size_t chapters() const { return chapters_.size(); }

  /// The pictures one after the other, `frames()` of them; all CV_8UC3, or CV_8UC1 where all is infra-red.
  [[nodiscard]] cv::Mat next();

 private:
  LaneSceneOptions scene_options(std::size_t chapter, double seconds) const;
  void add_chapter(LaneChapter chapter);

  LaneRecordingOptions options_;
  RoadMarks marks_;
  std::vector<LaneChapter> chapters_;
  std::vector<DrawnPass> passes_;
  int frames_ = 0;
  std::unique_ptr<LaneScene> scene_;  ///< of the chapter that is being drawn
  std::size_t drawn_chapters_ = 0;
  int next_frame_ = 0;  ///< of that chapter
};

}  // namespace nightjar
