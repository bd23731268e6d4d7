#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "tools/simulate/lane/lane_light.hpp"
#include "tools/simulate/lane/lens_drops.hpp"
#include "tools/simulate/lane/road_camera.hpp"
#include "tools/simulate/lane/traffic.hpp"

namespace nightjar {

struct LaneSceneOptions {
  std::uint64_t seed = 1;
  double seconds = 30;
  double fps = 25;
  LaneLight light = LaneLight::day;
  LaneWeather weather = LaneWeather::dry;
  int lanes = 1;              ///< in each direction, at most kMostLanes
  bool busy = false;          ///< short gaps, so that many vehicles pass in little time
  bool whole_passes = false;  ///< nobody is on the road when it begins or ends
  RoadPlateOptions plates{};
};

/// When a plate could be read by a person: wholly in the picture, at least kLeastPlateWidth_px wide, nothing
/// before it, and characters that stand out: see LaneChapter::legible.
struct PlateView {
  double from_s;
  double to_s;
  double widest_px;
};
inline constexpr double kLeastPlateWidth_px = 34;
inline constexpr double kLeastContrast_levels = 24;  ///< between characters and ground, of 255
inline constexpr double kLeastContrast_noises = 4;   ///< and in deviations of the sensor's noise
inline constexpr double kLargestSmear = 0.35;        ///< of a character's height
inline constexpr double kLargestHiddenPart = 0.2;    ///< of the plate, by drops on the lens

/// What one stretch of lane footage shows: a camera, light and weather, and who drives by. Holds no picture.
class LaneChapter {
 public:
  LaneChapter(const LaneSceneOptions& options, RoadMarks& marks);

  [[nodiscard]] int frames() const;
  [[nodiscard]] const LaneSceneOptions& options() const { return options_; }
  [[nodiscard]] const RoadLayout& layout() const { return layout_; }
  [[nodiscard]] const RoadCamera& camera() const { return camera_; }
  [[nodiscard]] const Lighting& lighting() const { return lighting_; }
  [[nodiscard]] const LensDrops& drops() const { return drops_; }
  [[nodiscard]] const std::vector<Vehicle>& vehicles() const { return vehicles_; }

  /// Where the plate is at that frame, without the camera's shake: top left, top right, bottom right, bottom
  /// left.
  [[nodiscard]] std::array<cv::Point2d, 4> plate_px(const Vehicle& vehicle, int frame) const;
  /// The factor that the camera's automatic exposure puts on the picture at that frame, in steps.
  [[nodiscard]] double exposure_gain(int frame) const;
  /// The difference between characters and ground in the picture, 8-bit levels.
  [[nodiscard]] double contrast_levels(const Vehicle& vehicle, int frame) const;
  /// Absent where the plate is never fit to be read within the chapter.
  [[nodiscard]] std::optional<PlateView> plate_view(const Vehicle& vehicle) const;

  /// Leaves out the vehicle that enters last, for fewer passes.
  void drop_last_vehicle();
  /// Ends the chapter when nobody is on the road any more.
  void end_with_last_vehicle();

 private:
  struct ExposureStep {
    int frame;
    double gain;
  };
  [[nodiscard]] bool legible(const Vehicle& vehicle, int frame) const;
  [[nodiscard]] bool hidden(const Vehicle& vehicle, double time_s) const;

  LaneSceneOptions options_;
  RoadLayout layout_;
  RoadCamera camera_;
  Lighting lighting_;
  LensDrops drops_;
  std::vector<Vehicle> vehicles_;
  std::vector<ExposureStep> exposure_;
};

}  // namespace nightjar
