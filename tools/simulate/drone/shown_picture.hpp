#pragma once

#include <opencv2/core/mat.hpp>
#include <string>

#include "ingest/telemetry.hpp"

namespace nightjar {

enum class ThermalPalette { white_hot, black_hot, ironbow, rainbow };

/// Grey of a thermal video (CV_8UC1, hotter is brighter) in the palette's colours: CV_8UC1 for white_hot and
/// black_hot, CV_8UC3 (BGR) for the colours.
[[nodiscard]] cv::Mat shown_in(const cv::Mat& grey, ThermalPalette palette);

/// Writes what drones write over their video: a cross, the time, position, height and heading.
void write_over(cv::Mat& picture, const Telemetry& telemetry, const std::string& utc);

}  // namespace nightjar
