#include "processing/thermal/surroundings.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <opencv2/imgproc.hpp>

#include "processing/thermal/shrunken.hpp"

namespace nightjar {
namespace {

template <typename Level>
RobustNoise::Sampler above_surroundings(const cv::Mat& levels, const WidenedMap& level) {
  return [&levels, &level, cells = std::vector<float>()](int y, const std::vector<int>& bounds, int stride,
                                                         std::vector<std::vector<float>>& samples) mutable {
    const auto* row = levels.ptr<Level>(y);
    const WidenedMap::Row about = level.row(y, {bounds.front(), bounds.back()}, cells);
    for (std::size_t part = 0; part + 1 < bounds.size(); ++part) {
      const int from = bounds[part], to = bounds[part + 1];
      std::vector<float>& of_part = samples[part];
      const std::size_t before = of_part.size();
      of_part.resize(before + static_cast<std::size_t>((to - from + stride - 1) / stride));
      float* sample = of_part.data() + before;
      for (int x = from; x < to; x += stride) *sample++ = static_cast<float>(row[x]) - about.at(x);
    }
  };
}

RobustNoise::Sampler sampler_of(const cv::Mat& levels, const WidenedMap& level) {
  switch (levels.type()) {
    case CV_8UC1:
      return above_surroundings<std::uint8_t>(levels, level);
    case CV_16UC1:
      return above_surroundings<std::uint16_t>(levels, level);
    default:
      assert(levels.type() == CV_32FC1);
      return above_surroundings<float>(levels, level);
  }
}

constexpr float kOwnShare = 0.39F;  // 5/8 across and 5/8 down in the corner

float lower(float a, float b) {
  return a < b ? a : b;
}

float higher(float a, float b) {
  return a > b ? a : b;
}

/// Of each cell: its own value by that share, and the extreme one of it and its eight neighbours by the rest.
template <float (*extreme)(float, float)>
cv::Mat towards_extreme(const cv::Mat& map, float own_share) {
  cv::Mat bound(map.size(), CV_32FC1);
  const auto width = static_cast<std::size_t>(map.cols);
  std::vector<float> columns(width + 2);  // one more at both ends
  for (int y = 0; y < map.rows; ++y) {
    const auto *above = map.ptr<float>(std::max(y - 1, 0)), *here = map.ptr<float>(y);
    const auto* below = map.ptr<float>(std::min(y + 1, map.rows - 1));
    float* column = columns.data() + 1;
    for (std::size_t x = 0; x < width; ++x) column[x] = extreme(here[x], extreme(above[x], below[x]));
    columns.front() = columns[1], columns.back() = columns[width];
    auto* out = bound.ptr<float>(y);
    const float* before = columns.data();
    for (std::size_t x = 0; x < width; ++x)
      out[x] =
          own_share * here[x] + (1 - own_share) * extreme(before[x + 1], extreme(before[x], before[x + 2]));
  }
  return bound;
}

}  // namespace

void Surroundings::learn(const cv::Mat& levels, const cv::Mat& means, float least_noise, float noise_share) {
  cv::medianBlur(means, median_, kWindow);
  level_.widen(median_, levels.size(), {Shrunken::kSide_px, Shrunken::kSide_px});
  robust_.measure(levels.size(), least_noise / noise_share, sampler_of(levels, level_));
  robust_.blocks().convertTo(noise_blocks_, CV_32F, double{noise_share});
  noise_.widen(noise_blocks_, levels.size(),
               {double{1} * levels.cols / noise_blocks_.cols, double{1} * levels.rows / noise_blocks_.rows});
}

// Between a square's own value and the extreme one of it and its neighbours: of each pixel's value in the
// square its own is kOwnShare or more.

cv::Mat Surroundings::least_levels() const {
  return towards_extreme<lower>(median_, kOwnShare);
}

cv::Mat Surroundings::greatest_levels() const {
  return towards_extreme<higher>(median_, kOwnShare);
}

cv::Mat Surroundings::least_noise() const {
  const cv::Mat of_blocks = towards_extreme<lower>(noise_blocks_, 0);
  cv::Mat by_square(median_.size(), CV_32FC1);
  for (int y = 0; y < by_square.rows; ++y) {
    const auto* from = of_blocks.ptr<float>(y * of_blocks.rows / by_square.rows);
    auto* to = by_square.ptr<float>(y);
    for (int block = 0, x = 0; block < of_blocks.cols; ++block)
      for (const int end = ((block + 1) * by_square.cols + of_blocks.cols - 1) / of_blocks.cols; x < end; ++x)
        to[x] = from[block];
  }
  return by_square;
}

}  // namespace nightjar
