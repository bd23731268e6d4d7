#include "processing/thermal/surroundings.hpp"

#include <cassert>
#include <cstdint>
#include <opencv2/imgproc.hpp>

#include "processing/thermal/shrunken.hpp"

namespace nightjar {
namespace {

template <typename Level>
RobustNoise::Sampler above_surroundings(const cv::Mat& levels, const WidenedMap& level) {
  return [&levels, &level](int y, int from, int to, int stride, std::vector<float>& samples) {
    const auto* row = levels.ptr<Level>(y);
    const WidenedMap::Row about = level.row(y);
    const std::size_t before = samples.size();
    samples.resize(before + static_cast<std::size_t>((to - from + stride - 1) / stride));
    float* sample = samples.data() + before;
    for (int x = from; x < to; x += stride) *sample++ = static_cast<float>(row[x]) - about.at(x);
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

cv::Mat neighbourhood() {
  return cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
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
  cv::Mat least;
  cv::erode(median_, least, neighbourhood());
  return bound_of(median_, least);
}

cv::Mat Surroundings::greatest_levels() const {
  cv::Mat greatest;
  cv::dilate(median_, greatest, neighbourhood());
  return bound_of(median_, greatest);
}

cv::Mat Surroundings::least_noise() const {
  cv::Mat least, by_square;
  cv::erode(robust_.blocks(), least, neighbourhood());
  cv::resize(least, by_square, median_.size(), 0, 0, cv::INTER_NEAREST);
  return by_square;
}

}  // namespace nightjar
