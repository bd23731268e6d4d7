#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "tools/simulate/lane/lane_light.hpp"
#include "tools/simulate/lane/road_camera.hpp"
#include "tools/simulate/lane/traffic.hpp"
#include "tools/simulate/lane/vehicle_painter.hpp"

namespace nightjar {

struct LaneSceneOptions {
  std::uint64_t seed = 1;
  double seconds = 30;
  double fps = 25;
  LaneLight light = LaneLight::day;
};

/// When a plate could be read: wholly in the picture, at least kLeastPlateWidth_px wide, nothing before it.
struct PlateView {
  double from_s;
  double to_s;
  double widest_px;
};
inline constexpr double kLeastPlateWidth_px = 34;

/// A country road with an ANPR camera over it. Pictures may be asked for in any order; the same options give
/// the same pictures.
class LaneScene {
 public:
  explicit LaneScene(const LaneSceneOptions& options);
  LaneScene(const LaneScene&) = delete;
  LaneScene& operator=(const LaneScene&) = delete;

  /// CV_8UC3 BGR; CV_8UC1 for infra-red.
  [[nodiscard]] cv::Mat render(int frame) const;

  [[nodiscard]] int frames() const;
  [[nodiscard]] const RoadCamera& camera() const { return camera_; }
  [[nodiscard]] const Lighting& lighting() const { return lighting_; }
  [[nodiscard]] const std::vector<Vehicle>& vehicles() const { return vehicles_; }

  /// Where the plate is at that frame, without the camera's shake: top left, top right, bottom right, bottom
  /// left.
  [[nodiscard]] std::array<cv::Point2d, 4> plate_px(const Vehicle& vehicle, int frame) const;
  /// How the whole picture is moved at that frame, because wind and lorries move the pole.
  [[nodiscard]] cv::Point2d shake_px(int frame) const;
  /// Absent where the plate is never fit to be read within the recording.
  [[nodiscard]] std::optional<PlateView> plate_view(const Vehicle& vehicle) const;

 private:
  [[nodiscard]] bool readable(const Vehicle& vehicle, int frame) const;
  void add_noise(cv::Mat& picture, int frame) const;

  LaneSceneOptions options_;
  RoadCamera camera_;
  Lighting lighting_;
  VehiclePainter painter_;
  std::vector<Vehicle> vehicles_;
  std::vector<VehiclePainter::Model> models_;
  std::vector<cv::Point2d> shakes_px_;
  std::vector<cv::Mat> roads_;  ///< the empty road at each of shakes_px_
  cv::Mat brighter_;            ///< noise above and below 0, larger than the picture
  cv::Mat darker_;
};

}  // namespace nightjar
