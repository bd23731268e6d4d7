#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "tools/simulate/lane/lane_light.hpp"
#include "tools/simulate/lane/plate_layer.hpp"
#include "tools/simulate/lane/road_camera.hpp"
#include "tools/simulate/lane/traffic.hpp"

namespace nightjar {

/// Draws vehicles into the camera's picture.
class VehiclePainter {
 public:
  VehiclePainter(const RoadCamera& camera, const Lighting& lighting) : camera_(camera), lighting_(lighting) {}

  /// What never changes of a vehicle while it drives through.
  struct Model {
    std::vector<BodyFace> faces;
    LaidPicture plate;
  };
  [[nodiscard]] Model model_of(const Vehicle& vehicle) const;

  /// `picture` is CV_8UC3 and already shows what is farther away. `shake_px` moves everything.
  void paint(cv::Mat& picture, const Vehicle& vehicle, const Model& model, double time_s,
             cv::Point2d shake_px) const;

 private:
  const RoadCamera& camera_;
  const Lighting& lighting_;
};

}  // namespace nightjar
