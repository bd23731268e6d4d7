#include "tools/simulate/drone/thermal_sensor.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/farm_heat.hpp"
#include "tools/simulate/lattice_noise.hpp"

namespace nightjar {
namespace {

constexpr double kBlur_px = 0.75;   // of the lens and the pixel
constexpr double kNoise_k = 0.06;   // NETD of a good uncooled core
constexpr double kColumn_k = 0.04;  // the grid's offsets
constexpr double kRow_k = 0.02;
constexpr double kCorner_k = 0.7;   // darker than the middle
constexpr double kShading_k = 0.3;  // of the housing, after kSettles_s without a recalibration
constexpr double kSettles_s = 25;
constexpr double kDrift_kps = 0.012;  // the housing warms up
constexpr double kLevelJump_k = 0.9;
constexpr int kNoiseMargin_px = 128;

cv::Mat dark_corners() {
  cv::Mat lens(kThermalSize, CV_32FC1);
  const double reach = std::hypot(kThermalSize.width, kThermalSize.height) / 2;
  for (int y = 0; y < lens.rows; ++y)
    for (int x = 0; x < lens.cols; ++x) {
      const double out = std::hypot(x - kThermalSize.width / 2, y - kThermalSize.height / 2) / reach;
      lens.at<float>(y, x) = static_cast<float>(-kCorner_k * out * out * out);
    }
  return lens;
}

cv::Mat grid(cv::RNG& random) {
  cv::Mat columns(1, kThermalSize.width, CV_32FC1);
  cv::Mat rows(kThermalSize.height, 1, CV_32FC1);
  random.fill(columns, cv::RNG::NORMAL, 0.0, kColumn_k);
  random.fill(rows, cv::RNG::NORMAL, 0.0, kRow_k);
  for (int x = 0; x < columns.cols; x += 8) columns.at<float>(0, x) += static_cast<float>(kColumn_k);
  return cv::repeat(columns, kThermalSize.height, 1) + cv::repeat(rows, 1, kThermalSize.width);
}

}  // namespace

ThermalSensor::ThermalSensor(std::uint64_t seed) : lens_k_(dark_corners()) {
  cv::RNG random(seed * 87178291199 + 37);
  grid_k_ = grid(random);
  shading_k_ = fractal_picture(random, kThermalSize, 300, 120, 0.5) * kShading_k;
  noise_k_.create(kThermalSize + cv::Size(kNoiseMargin_px, kNoiseMargin_px), CV_32FC1);
  random.fill(noise_k_, cv::RNG::NORMAL, 0.0, kNoise_k);
  for (int i = 0; i < 7; ++i) {
    const cv::Point at(random.uniform(0, kThermalSize.width), random.uniform(0, kThermalSize.height));
    bad_.push_back({at,
                    i < 2   ? random.uniform(1.0, 6.0)
                    : i < 4 ? -random.uniform(2.0, 8.0)
                            : 1.2,
                    i == 1 || i > 4});
  }
}

cv::Mat ThermalSensor::expose(const cv::Mat& celsius, int frame, int recalibrations, double since_s) const {
  cv::Mat level;
  cv::GaussianBlur(celsius, level, {5, 5}, kBlur_px);
  level += lens_k_;
  level += grid_k_;
  // Every other recalibration leaves the shading the other way round.
  const double settled = (recalibrations % 2 == 0 ? 1 : -1) * std::min(1.0, 0.3 + 0.7 * since_s / kSettles_s);
  cv::scaleAdd(shading_k_, settled, level, level);
  level += noise_k_(cv::Rect({frame * 53 % kNoiseMargin_px, frame * 29 % kNoiseMargin_px}, kThermalSize));
  for (const BadPixel& pixel : bad_)
    if (!pixel.blinks || (frame * 7 + pixel.at.x) % 11 < 4)
      level.at<float>(pixel.at) += static_cast<float>(pixel.kelvin);
  const double offset = kDrift_kps * since_s + kLevelJump_k * (recalibrations % 3);
  cv::Mat counts;
  level.convertTo(counts, CV_16U, 100, kelvin_100(offset));
  return counts;
}

}  // namespace nightjar
