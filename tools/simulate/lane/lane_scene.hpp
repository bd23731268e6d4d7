#pragma once

#include <map>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "tools/simulate/lane/lane_chapter.hpp"
#include "tools/simulate/lane/sensor_noise.hpp"
#include "tools/simulate/lane/spray.hpp"
#include "tools/simulate/lane/vehicle_painter.hpp"

namespace nightjar {

/// The pictures of a chapter: a country road with an ANPR camera over it. Pictures may be asked for in any
/// order; the same options give the same pictures.
class LaneScene {
 public:
  explicit LaneScene(LaneChapter chapter);
  explicit LaneScene(const LaneSceneOptions& options);
  LaneScene(const LaneScene&) = delete;
  LaneScene& operator=(const LaneScene&) = delete;

  /// CV_8UC3 BGR; CV_8UC1 for infra-red.
  [[nodiscard]] cv::Mat render(int frame);

  [[nodiscard]] const LaneChapter& chapter() const { return chapter_; }
  /// How the whole picture is moved at that frame, because wind and lorries move the pole.
  [[nodiscard]] cv::Point2d shake_px(int frame) const;

 private:
  const VehiclePainter::Model& model_of(std::size_t vehicle);
  void forget_who_left(double time_s);

  LaneChapter chapter_;
  VehiclePainter painter_;
  Spray spray_;
  SensorNoise noise_;
  std::map<std::size_t, VehiclePainter::Model> models_;  ///< of who is on the road, by place in vehicles()
  std::vector<cv::Point2d> shakes_px_;
  std::vector<cv::Mat> roads_;  ///< the empty road at each of shakes_px_
};

}  // namespace nightjar
