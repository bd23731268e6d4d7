#pragma once

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "processing/anpr/plate_read.hpp"
#include "tools/simulate/plate_drawing.hpp"

namespace nightjar {

/// A plate drawn face-on in the middle of a grey picture, and the exact box around it.
struct DrawnPicture {
  cv::Mat luma;
  PlateBox box;
};

inline DrawnPicture drawn_picture(const PlateDesign& design, double px_per_mm) {
  cv::Mat plate;
  cv::cvtColor(draw_plate(design, px_per_mm), plate, cv::COLOR_BGR2GRAY);
  const int margin_px = plate.rows / 2 + 4;
  DrawnPicture picture;
  picture.luma = cv::Mat(plate.rows + 2 * margin_px, plate.cols + 2 * margin_px, CV_8UC1, cv::Scalar(90));
  picture.box.upright = {margin_px, margin_px, plate.cols, plate.rows};
  plate.copyTo(picture.luma(picture.box.upright));
  const cv::Rect2f around(picture.box.upright);
  picture.box.corners = {around.tl(), cv::Point2f(around.br().x, around.y), around.br(),
                         cv::Point2f(around.x, around.br().y)};
  picture.box.lines = static_cast<int>(design.rows.size());
  return picture;
}

}  // namespace nightjar
