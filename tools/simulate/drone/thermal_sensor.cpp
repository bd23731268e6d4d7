#include "tools/simulate/drone/thermal_sensor.hpp"

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/ground_heat.hpp"
#include "tools/simulate/lattice_noise.hpp"

namespace nightjar {
namespace {

constexpr double kBlur_px = 0.75;     // of the lens and the pixel
constexpr double kNoise_k = 0.05;     // NETD of a good uncooled core
constexpr double kColumn_k = 0.025;   // column offsets
constexpr double kShading_k = 0.25;   // slow fall towards the corners
constexpr double kDrift_kps = 0.012;  // the housing warms up
constexpr double kLevelJump_k = 0.9;
constexpr int kNoiseMargin_px = 128;

cv::Mat fixed_pattern(cv::RNG& random) {
  cv::Mat pattern = fractal_picture(random, kThermalSize, 300, 120, 0.5) * kShading_k;
  cv::Mat columns(1, kThermalSize.width, CV_32FC1);
  random.fill(columns, cv::RNG::NORMAL, 0.0, kColumn_k);
  for (int row = 0; row < pattern.rows; ++row) pattern.row(row) += columns;
  for (int i = 0; i < 2; ++i)  // pixels that are off by more than their calibration knows
    pattern.at<float>(random.uniform(0, pattern.rows), random.uniform(0, pattern.cols)) += 1.2F;
  return pattern;
}

}  // namespace

ThermalSensor::ThermalSensor(std::uint64_t seed) {
  cv::RNG random(seed * 87178291199 + 37);
  pattern_before_ = fixed_pattern(random);
  pattern_after_ = fixed_pattern(random) * 0.5;
  noise_.create(kThermalSize + cv::Size(kNoiseMargin_px, kNoiseMargin_px), CV_32FC1);
  random.fill(noise_, cv::RNG::NORMAL, 0.0, kNoise_k);
}

cv::Mat ThermalSensor::expose(const cv::Mat& celsius, int frame, double time_s, bool recalibrated) const {
  cv::Mat level;
  cv::GaussianBlur(celsius, level, {5, 5}, kBlur_px);
  level += recalibrated ? pattern_after_ : pattern_before_;
  level += noise_(cv::Rect({frame * 53 % kNoiseMargin_px, frame * 29 % kNoiseMargin_px}, kThermalSize));
  const double offset = kDrift_kps * time_s + (recalibrated ? kLevelJump_k : 0);
  cv::Mat counts;
  level.convertTo(counts, CV_16U, 100, kelvin_100(offset));
  return counts;
}

cv::Mat eight_bits(const cv::Mat& kelvin_100_picture) {
  const double scale = 255 / (kelvin_100(45) - kelvin_100(-10));
  cv::Mat eight;
  kelvin_100_picture.convertTo(eight, CV_8U, scale, -scale * kelvin_100(-10));
  return eight;
}

}  // namespace nightjar
