#include "tools/simulate/lattice_noise.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {

LatticeNoise::LatticeNoise(std::uint64_t seed) {
  cv::RNG random(seed);
  for (float& value : values_) value = random.uniform(-1.0F, 1.0F);
}

float LatticeNoise::at(float x, float y) const {
  const float floor_x = std::floor(x);
  const float floor_y = std::floor(y);
  const float dx = x - floor_x;
  const float dy = y - floor_y;
  const auto column = static_cast<unsigned>(static_cast<int>(floor_x)) & 255U;
  const auto row = static_cast<unsigned>(static_cast<int>(floor_y)) & 255U;
  const unsigned next_column = (column + 1) & 255U;
  const unsigned next_row = (row + 1) & 255U;
  const float sx = dx * dx * (3.0F - 2.0F * dx);
  const float sy = dy * dy * (3.0F - 2.0F * dy);
  const float top = values_[row * 256 + column] * (1 - sx) + values_[row * 256 + next_column] * sx;
  const float bottom =
      values_[next_row * 256 + column] * (1 - sx) + values_[next_row * 256 + next_column] * sx;
  return top * (1 - sy) + bottom * sy;
}

float LatticeNoise::fractal(float x, float y, int octaves, float footprint) const {
  float sum = 0;
  float weight = 1;
  float scale = 1;
  for (int octave = 0; octave < octaves && footprint * scale < 1.0F; ++octave) {
    const float fading = std::min(1.0F, 2.0F - 2.0F * footprint * scale);
    sum += weight * fading * at(x * scale + 17.3F * static_cast<float>(octave), y * scale);
    weight *= 0.5F;
    scale *= 2.0F;
  }
  return sum;
}

cv::Mat fractal_picture(cv::RNG& random, cv::Size size, double coarsest_px, double finest_px,
                        double roughness) {
  cv::Mat sum(size, CV_32FC1, cv::Scalar(0));
  double weight = 1;
  double power = 0;
  for (double wavelength = coarsest_px; wavelength >= finest_px; wavelength /= 2) {
    const cv::Size lattice_size(static_cast<int>(size.width / wavelength) + 3,
                                static_cast<int>(size.height / wavelength) + 3);
    cv::Mat lattice(lattice_size, CV_32FC1);
    random.fill(lattice, cv::RNG::NORMAL, 0.0, 1.0);
    cv::Mat octave;
    cv::resize(lattice, octave, size, 0, 0, cv::INTER_CUBIC);
    cv::scaleAdd(octave, weight, sum, sum);
    power += weight * weight;
    weight *= roughness;
  }
  sum *= 1.25 / std::sqrt(power);  // interpolation takes about a fifth of the deviation
  return sum;
}

}  // namespace nightjar
