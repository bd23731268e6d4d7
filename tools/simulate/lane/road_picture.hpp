#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>

#include "tools/simulate/lane/lane_light.hpp"
#include "tools/simulate/lane/road_camera.hpp"

namespace nightjar {

/// Half the width of the carriageway, and where its two lanes run (the left one leads away: traffic keeps
/// left).
inline constexpr double kCarriagewayHalf_m = 3.5;
inline constexpr double kLaneCentre_m = 1.75;

/// The empty road as the camera sees it: carriageway and markings, verge, hedge, fields and sky. CV_8UC3,
/// BGR. Every pixel's line of sight is followed to what it meets.
[[nodiscard]] cv::Mat draw_road(const RoadCamera& camera, const Lighting& lighting, std::uint64_t seed);

}  // namespace nightjar
