#include "processing/thermal/surroundings.hpp"

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

/// Between a square's own value and the extreme one of it and its neighbours: of each pixel's value in the
/// square its own is this share or more.
cv::Mat bound_of(const cv::Mat& squares, const cv::Mat& extremes) {
  constexpr double kOwnShare = 0.39;  // 5/8 across and 5/8 down in the corner
  cv::Mat bound;
  cv::addWeighted(squares, kOwnShare, extremes, 1 - kOwnShare, 0, bound);
  return bound;
}

using Extreme = void (*)(cv::InputArray, cv::InputArray, cv::OutputArray);

/// The extreme of each cell and its neighbours above, below and beside it.
cv::Mat extreme_about(const cv::Mat& map, Extreme extreme) {
  cv::Mat columns = map.clone();
  const int h = map.rows, w = map.cols;
  if (h > 1) {
    extreme(columns.rowRange(1, h), map.rowRange(0, h - 1), columns.rowRange(1, h));
    extreme(columns.rowRange(0, h - 1), map.rowRange(1, h), columns.rowRange(0, h - 1));
  }
  cv::Mat both = columns.clone();
  if (w > 1) {
    extreme(both.colRange(1, w), columns.colRange(0, w - 1), both.colRange(1, w));
    extreme(both.colRange(0, w - 1), columns.colRange(1, w), both.colRange(0, w - 1));
  }
  return both;
}

}  // namespace

void Surroundings::learn(const cv::Mat& levels, const cv::Mat& means, float least_noise) {
  cv::medianBlur(means, median_, kWindow);
  level_.widen(median_, levels.size(), {Shrunken::kSide_px, Shrunken::kSide_px});
  robust_.measure(levels.size(), least_noise, sampler_of(levels, level_));
  const cv::Mat& blocks = robust_.blocks();
  noise_.widen(blocks, levels.size(),
               {double{1} * levels.cols / blocks.cols, double{1} * levels.rows / blocks.rows});
}

cv::Mat Surroundings::least_levels() const {
  return bound_of(median_, extreme_about(median_, cv::min));
}

cv::Mat Surroundings::greatest_levels() const {
  return bound_of(median_, extreme_about(median_, cv::max));
}

cv::Mat Surroundings::least_noise() const {
  cv::Mat by_square;
  cv::resize(extreme_about(robust_.blocks(), cv::min), by_square, median_.size(), 0, 0, cv::INTER_NEAREST);
  return by_square;
}

}  // namespace nightjar
