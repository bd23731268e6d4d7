#pragma once

#include <opencv2/imgproc.hpp>
#include <string>

#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {

/// A car's rear that comes nearer, in colour; without a mark the road is empty.
inline cv::Mat road_picture(int i, const std::string& mark) {
  cv::Mat picture(720, 1280, CV_8UC3, cv::Scalar(70, 75, 70));
  if (!mark.empty()) {
    cv::rectangle(picture, {400 - 8 * i, 150 - 4 * i}, {900 + 8 * i, 600 + 4 * i}, cv::Scalar(120, 60, 40),
                  cv::FILLED);
    const cv::Mat plate = draw_plate(plain_plate(mark, true), 0.3 + 0.02 * i);
    plate.copyTo(picture(cv::Rect(560 - 5 * i, 420 + 4 * i, plate.cols, plate.rows)));
  }
  cv::GaussianBlur(picture, picture, {3, 3}, 0.8);
  return picture;
}

}  // namespace nightjar
