#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <string>

#include "tools/simulate/plate_glyphs.hpp"

namespace nightjar {

/// Draws on a picture in millimetres of a plate: x to the right, y down, from its upper left corner.
/// The picture must outlive the pen.
class PlatePen {
 public:
  PlatePen(cv::Mat& picture, double px_per_mm) : picture_(picture), px_per_mm_(px_per_mm) {}

  void rings(const StrokeRings& rings, cv::Point2d at_mm, const cv::Scalar& colour);
  void disc(cv::Point2d centre_mm, double radius_mm, const cv::Scalar& colour);
  void box(const cv::Rect2d& box_mm, const cv::Scalar& colour);
  /// Centred on a point.
  void words(const std::string& text, cv::Point2d centre_mm, double height_mm, const cv::Scalar& colour,
             double weight_mm);
  /// The outline of a box with round corners.
  void frame(const cv::Rect2d& box_mm, double corner_mm, double line_mm, const cv::Scalar& colour);

 private:
  [[nodiscard]] cv::Point fixed(cv::Point2d at_mm) const;
  [[nodiscard]] int fixed(double length_mm) const;

  cv::Mat& picture_;
  double px_per_mm_;
};

}  // namespace nightjar
