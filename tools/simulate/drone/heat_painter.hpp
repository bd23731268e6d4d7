#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/ground_heat.hpp"
#include "tools/simulate/drone/warm_cast.hpp"

namespace nightjar {

/// Draws what stands on the ground into one thermal picture, and keeps account of what hides what.
class HeatPainter {
 public:
  /// `ground` CV_32FC1, kThermalSize, degrees Celsius.
  HeatPainter(const DronePose& pose, cv::Mat ground);

  void paint(const std::vector<WarmPart>& parts, std::size_t body);
  void paint(const Tree& tree);

  [[nodiscard]] const cv::Mat& celsius() const { return celsius_; }
  /// Of each body: pixels that show, over the pixels it would cover with nothing before it, in and out of the
  /// picture.
  [[nodiscard]] std::vector<double> visible(std::size_t bodies) const;

 private:
  const DronePose& pose_;
  cv::Mat celsius_;
  cv::Mat owner_;  ///< CV_16UC1: 0 ground and trees, else body + 1
  struct Drawn {
    std::size_t body;
    double whole_px;
  };
  std::vector<Drawn> drawn_;
};

}  // namespace nightjar
