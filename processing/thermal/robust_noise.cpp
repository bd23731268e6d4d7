#include "processing/thermal/robust_noise.hpp"

#include <algorithm>
#include <cmath>

#include "processing/thermal/value_of_rank.hpp"

namespace nightjar {
namespace {

constexpr int kBlock_px = 64;
constexpr int kLarge_px = 65536;          // a picture of more pixels is sampled at fewer
constexpr float kSigmaFromMad = 1.4826F;  // of a normal distribution

/// Standard deviation by the median distance from the median, or `least` where that is more. `expected`:
/// about what it should come to, for speed alone.
float scatter(std::vector<float>& samples, float expected, float least) {
  if (samples.empty()) return least;
  const std::size_t half = samples.size() / 2;
  const float median = value_of_rank(samples, half, 0, expected);
  const float least_mad = least / kSigmaFromMad;
  std::uint32_t within = 0;
  for (float& sample : samples) {
    sample = std::abs(sample - median);
    within += sample <= least_mad ? 1U : 0U;
  }
  if (within > half) return least;
  return std::max(least, kSigmaFromMad * value_of_rank(samples, half, expected, expected));
}

/// The same of some of them.
float about_scatter(const std::vector<float>& samples) {
  constexpr std::size_t kOneIn = 16;
  std::vector<float> some;
  for (std::size_t i = 0; i < samples.size(); i += kOneIn) some.push_back(samples[i]);
  return scatter(some, 1, 0);
}

}  // namespace

void RobustNoise::take(const cv::Rect& area, int stride, const Sampler& sample) {
  samples_.clear();
  for (int y = area.y; y < area.br().y; y += stride) sample(y, area.x, area.br().x, stride, samples_);
}

void RobustNoise::measure(const cv::Size& picture, float floor, const Sampler& sample) {
  const bool large = picture.area() > kLarge_px;
  take({{0, 0}, picture}, large ? 6 : 2, sample);
  const float everywhere = scatter(samples_, about_scatter(samples_), floor);
  const cv::Size blocks(std::max(1, picture.width / kBlock_px), std::max(1, picture.height / kBlock_px));
  blocks_.create(blocks, CV_32FC1);
  for (int row = 0; row < blocks.height; ++row) {
    for (int column = 0; column < blocks.width; ++column) {
      const cv::Point first(column * picture.width / blocks.width, row * picture.height / blocks.height);
      const cv::Point last((column + 1) * picture.width / blocks.width,
                           (row + 1) * picture.height / blocks.height);
      take({first, last}, large ? 4 : 2, sample);
      blocks_.at<float>(row, column) = scatter(samples_, everywhere, everywhere);
    }
  }
}

}  // namespace nightjar
