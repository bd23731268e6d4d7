#pragma once

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// A camera that looks straight down from 100 m on made ground of 0.1 m a pixel, and sways; ten pictures a
/// second.
class SwayingCamera {
 public:
  static constexpr double kLevel_m = 50;

  SwayingCamera() : ground_(1400, 1400, CV_32FC1) {
    cv::RNG random(3);
    random.fill(ground_, cv::RNG::NORMAL, 0, 1);
    cv::GaussianBlur(ground_, ground_, {}, 5);
    cv::normalize(ground_, ground_, 7000, 9000, cv::NORM_MINMAX);
  }

  [[nodiscard]] static CaptureTime time(int i) {
    return CaptureTime{} + std::chrono::hours(100) + std::chrono::milliseconds(100) * i;
  }

  /// CV_16UC1, 320 x 256, 0.2 m a pixel.
  [[nodiscard]] cv::Mat picture(int i) const {
    const cv::Point2d at = east_south_m(0.1 * i);
    cv::Mat wide, picture;
    cv::getRectSubPix(ground_, {640, 512}, cv::Point2f(cv::Point2d(699.5, 699.5) + 10 * at), wide);
    cv::resize(wide, picture, {320, 256}, 0, 0, cv::INTER_AREA);
    picture.convertTo(picture, CV_16UC1);
    return picture;
  }

  /// What was true `late_s` before that picture.
  [[nodiscard]] static Telemetry telemetry(int i, double late_s) {
    const cv::Point2d at = east_south_m(0.1 * i - late_s);
    Telemetry t;
    t.measured_at = time(i);
    t.latitude_deg = 51 - at.y / 111'250.0;
    t.longitude_deg = -1 + at.x / 70'190.0;
    t.height_m = kLevel_m + 100;
    t.heading_deg = t.pitch_deg = t.roll_deg = 0;
    t.gimbal_yaw_deg = t.gimbal_roll_deg = 0;
    t.gimbal_pitch_deg = -90;
    t.hfov_deg = 35.4893;  // 2 atan(32 m / 100 m)
    return t;
  }

 private:
  [[nodiscard]] static cv::Point2d east_south_m(double t) {
    return {9 * std::sin(0.4 * t) + 1.2 * std::sin(2.3 * t + 1), 8 * std::cos(0.27 * t) + std::sin(3.1 * t)};
  }

  cv::Mat ground_;
};

}  // namespace nightjar
