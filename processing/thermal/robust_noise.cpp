#include "processing/thermal/robust_noise.hpp"

#include <algorithm>
#include <cmath>

#include "processing/thermal/value_of_rank.hpp"

namespace nightjar {
namespace {

constexpr int kBlock_px = 64;
constexpr int kLarge_px = 65536;          // a picture of more pixels is sampled at fewer
constexpr float kSigmaFromMad = 1.4826F;  // of a normal distribution

/// Whether it is plain without sorting that the median distance from the median is `most` or less: the median
/// is near zero, and more than half of the samples are nearer to that by so much.
bool surely_within(const std::vector<float>& samples, float most) {
  const float off = 0.2F * most, near = 0.999F * (most - off);
  std::uint32_t below = 0, up_to = 0, close = 0;
  for (const float sample : samples) {
    below += sample < -off ? 1U : 0U;
    up_to += sample < off ? 1U : 0U;
    close += std::abs(sample) <= near ? 1U : 0U;
  }
  const std::size_t half = samples.size() / 2;
  return below <= half && half < up_to && close > half;
}

/// Standard deviation by the median distance from the median, or `least` where that is more. `expected`:
/// about what it should come to, for speed alone.
float scatter(std::vector<float>& samples, float expected, float least) {
  if (samples.empty()) return least;
  const float least_mad = least / kSigmaFromMad;
  if (surely_within(samples, least_mad)) return least;
  const std::size_t half = samples.size() / 2;
  const float median = value_of_rank(samples, half, 0, expected);
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

void RobustNoise::take(const cv::Range& rows, int stride, const Sampler& sample) {
  samples_.resize(bounds_.size() - 1);
  for (std::vector<float>& samples : samples_) samples.clear();
  for (int y = rows.start; y < rows.end; y += stride) sample(y, bounds_, stride, samples_);
}

void RobustNoise::measure(const cv::Size& picture, float floor, const Sampler& sample) {
  const bool large = picture.area() > kLarge_px;
  bounds_ = {0, picture.width};
  take({0, picture.height}, large ? 6 : 2, sample);
  const float everywhere = scatter(samples_[0], about_scatter(samples_[0]), floor);
  const cv::Size blocks(std::max(1, picture.width / kBlock_px), std::max(1, picture.height / kBlock_px));
  blocks_.create(blocks, CV_32FC1);
  bounds_.clear();
  for (int column = 0; column <= blocks.width; ++column)
    bounds_.push_back(column * picture.width / blocks.width);
  for (int row = 0; row < blocks.height; ++row) {
    take({row * picture.height / blocks.height, (row + 1) * picture.height / blocks.height}, large ? 4 : 2,
         sample);
    auto* noise = blocks_.ptr<float>(row);
    for (std::vector<float>& samples : samples_) *noise++ = scatter(samples, everywhere, everywhere);
  }
}

}  // namespace nightjar
