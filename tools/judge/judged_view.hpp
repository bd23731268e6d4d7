#pragma once

#include <array>
#include <opencv2/core/matx.hpp>
#include <opencv2/core/types.hpp>

namespace nightjar {

/// Where a camera stands to a plate: a pinhole, so that what is nearer is larger.
struct JudgedView {
  double turn_deg = 0;  ///< about the upright axis
  double tilt_deg = 0;  ///< about the level axis
  double roll_deg = 0;  ///< about the line of sight
  double distance_m = 8;
  double px_per_mm = 0.3;  ///< at the plate's centre, seen face-on
  cv::Point2d centre_px;   ///< of the plate in the picture
};

/// From mm around the plate's centre to pixels.
[[nodiscard]] cv::Matx33d picture_from_plate(const JudgedView& view);

/// Top left, top right, bottom right, bottom left.
[[nodiscard]] std::array<cv::Point2f, 4> seen_corners(const JudgedView& view, cv::Size2d plate_mm);

}  // namespace nightjar
