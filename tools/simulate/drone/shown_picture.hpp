#pragma once

#include <opencv2/core/mat.hpp>
#include <string>

#include "ingest/telemetry.hpp"

namespace nightjar {

enum class ThermalPalette { white_hot, black_hot, ironbow, rainbow };

/// The same sensor's 8-bit grey by one fixed scale: -10 °C is 0, 45 °C is 255, so that nothing that the
/// scenes hold is clipped at the hot end.
[[nodiscard]] cv::Mat eight_bits(const cv::Mat& kelvin_100);

/// As the drone's video shows it: CV_8UC1 for white_hot and black_hot, CV_8UC3 (BGR) for the colours.
[[nodiscard]] cv::Mat shown_in(const cv::Mat& kelvin_100, ThermalPalette palette);

/// Writes what drones write over their video: a cross, the time, position, height and heading.
void write_over(cv::Mat& picture, const Telemetry& telemetry, const std::string& utc);

}  // namespace nightjar
