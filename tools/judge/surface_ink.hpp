#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

#include "tools/judge/outlined_plate.hpp"

namespace nightjar {

/// Lays filled outlines on a surface of Reflectance. Outlines are filled twice as fine as the surface and
/// averaged, so an edge has five levels of cover.
class SurfaceInk {
 public:
  SurfaceInk(cv::Mat& surface, double px_per_mm);

  using Rings = std::vector<std::vector<cv::Point2d>>;

  /// An empty stencil to fill.
  [[nodiscard]] cv::Mat stencil() const;
  /// Even-odd, in mm.
  void fill(cv::Mat& stencil, const Rings& rings) const;
  void disc(cv::Mat& stencil, cv::Point2d centre_mm, double radius_mm) const;
  void box(cv::Mat& stencil, const cv::Rect2d& box_mm) const;
  /// Capitals and digits of the mandatory face, centred on a point.
  void words(cv::Mat& stencil, const std::string& text, cv::Point2d centre_mm, double height_mm) const;
  /// Moves a stencil's content.
  [[nodiscard]] cv::Mat moved(const cv::Mat& stencil, cv::Point2d by_mm) const;
  /// Grows (or with a negative length shrinks) what a stencil covers.
  [[nodiscard]] cv::Mat grown(const cv::Mat& stencil, double by_mm) const;

  /// Covers the surface where the stencil is filled.
  void lay(const cv::Mat& stencil, const Reflectance& colour, double opacity = 1);
  /// How much of each of the surface's pixels a stencil covers: CV_32FC1, 0 to 1.
  [[nodiscard]] cv::Mat cover(const cv::Mat& stencil) const;
  /// Blends to a colour by a cover.
  void blend(const cv::Mat& cover, const Reflectance& colour);

  [[nodiscard]] double px_per_mm() const { return px_per_mm_; }

 private:
  cv::Mat& surface_;
  double px_per_mm_;
};

}  // namespace nightjar
