#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

#include "tools/simulate/lane/lane_light.hpp"
#include "tools/simulate/lane/road_camera.hpp"
#include "tools/simulate/lane/traffic.hpp"

namespace nightjar {

/// The water that wheels throw up behind a vehicle on a wet road: a cloud that is thickest low down and
/// behind lorries.
class Spray {
 public:
  explicit Spray(std::uint64_t seed);

  /// The part of the light that the cloud behind that vehicle holds back, on average, on the line of sight to
  /// a point of its rear, `aside_m` from its middle and `up_m` over the road. 0 to 1.
  [[nodiscard]] static double opacity(const Vehicle& vehicle, double aside_m, double up_m);

  /// `picture`: CV_8UC3.
  void paint(cv::Mat& picture, const RoadCamera& camera, const Lighting& lighting, const Vehicle& vehicle,
             double time_s, cv::Point2d shake_px) const;

 private:
  cv::Mat clouds_;  ///< CV_32FC1, about 1; larger than any cloud's picture
};

}  // namespace nightjar
