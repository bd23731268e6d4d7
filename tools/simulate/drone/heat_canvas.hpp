#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/scenery.hpp"
#include "tools/simulate/drone/warm_part.hpp"

namespace nightjar {

/// One thermal picture while it is drawn: what is nearer hides what is farther, and account is kept of how
/// much of whom shows.
class HeatCanvas {
 public:
  /// The bare ground: CV_32FC1, kThermalSize; degrees Celsius, and metres along the optical axis.
  HeatCanvas(const DronePose& pose, cv::Mat celsius, cv::Mat depth_m);

  /// All growths come before all bodies.
  void paint(const Growth& growth);
  void paint(const std::vector<WarmPart>& parts, std::size_t body);

  [[nodiscard]] cv::Mat& celsius() { return celsius_; }
  [[nodiscard]] const cv::Mat& depth_m() const { return depth_m_; }
  /// CV_16UC1: 0 ground and growths, else body + 1.
  [[nodiscard]] const cv::Mat& owner() const { return owner_; }
  /// Of each body: pixels that show, over the pixels it would cover with nothing before it, in and out of the
  /// picture.
  [[nodiscard]] std::vector<double> visible(std::size_t bodies) const;

 private:
  void disc(const cv::Point3d& middle, double radius_m, float celsius);
  void stem(const Stem& stem);
  void face(const Face& face);
  void put(int x, int y, float depth_m, float celsius);

  const DronePose& pose_;
  cv::Mat celsius_;
  cv::Mat depth_m_;
  cv::Mat owner_;
  struct Drawn {
    std::size_t body;
    cv::Rect area;
    double whole_px;
  };
  std::vector<Drawn> drawn_;
};

}  // namespace nightjar
