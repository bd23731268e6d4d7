#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

#include "tools/simulate/lane/lane_light.hpp"
#include "tools/simulate/lane/road_camera.hpp"
#include "tools/simulate/lane/road_layout.hpp"

namespace nightjar {

/// The empty road as the camera sees it: carriageway and markings, verge, hedge, fields,
/// sky and a board with characters. CV_8UC3,
/// BGR. Every pixel's line of sight is followed to what it meets.
[[nodiscard]] cv::Mat draw_road(const RoadCamera& camera, const Lighting& lighting, const RoadLayout& layout,
                                std::uint64_t seed);

}  // namespace nightjar
