#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/warm_part.hpp"

namespace nightjar {

/// One body as the camera would see it with nothing before it.
struct BodyDrawing {
  cv::Rect area;         ///< in the picture's pixels; may reach beyond it
  cv::Mat heat;          ///< CV_32FC1, degrees Celsius times the pixel's covered share
  cv::Mat cover;         ///< CV_32FC1, 0 to 1
  double nearest_m = 0;  ///< of its parts, along the optical axis
};

/// Drawn four times finer, then averaged. Empty where the body is not in the picture.
[[nodiscard]] BodyDrawing draw_body(const std::vector<WarmPart>& parts, const DronePose& pose);

}  // namespace nightjar
