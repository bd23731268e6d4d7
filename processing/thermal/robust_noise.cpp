#include "processing/thermal/robust_noise.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "processing/thermal/value_of_rank.hpp"

namespace nightjar {
namespace {

constexpr int kBlock_px = 64;
constexpr float kSigmaFromMad = 1.4826F;  // of a normal distribution

/// Standard deviation by the median distance from the median. `expected`: about what it should come to, for
/// speed alone.
float scatter(std::vector<float>& samples, float expected) {
  if (samples.empty()) return 0;
  const std::size_t half = samples.size() / 2;
  const float median = value_of_rank(samples, half, 0, expected);
  for (float& sample : samples) sample = std::abs(sample - median);
  return kSigmaFromMad * value_of_rank(samples, half, expected, expected);
}

/// The same of some of them.
float about_scatter(const std::vector<float>& samples) {
  constexpr std::size_t kOneIn = 16;
  std::vector<float> some;
  for (std::size_t i = 0; i < samples.size(); i += kOneIn) some.push_back(samples[i]);
  return scatter(some, 1);
}

void take(const cv::Mat& difference, const cv::Rect& area, int stride, std::vector<float>& samples) {
  samples.clear();
  const int most = area.area() / (stride * stride) + area.width + area.height + 1;
  samples.reserve(static_cast<std::size_t>(most));
  for (int y = area.y; y < area.br().y; y += stride) {
    const auto* row = difference.ptr<float>(y);
    for (int x = area.x; x < area.br().x; x += stride) samples.push_back(row[x]);
  }
}

}  // namespace

void robust_noise(const cv::Mat& difference, float floor, cv::Mat& noise) {
  const cv::Rect whole(0, 0, difference.cols, difference.rows);
  const cv::Size blocks(std::max(1, difference.cols / kBlock_px), std::max(1, difference.rows / kBlock_px));
  std::vector<float> samples;
  take(difference, whole, difference.total() > 65536 ? 6 : 2, samples);
  const float everywhere = std::max(floor, scatter(samples, about_scatter(samples)));
  cv::Mat coarse(blocks, CV_32FC1);
  for (int row = 0; row < blocks.height; ++row) {
    for (int column = 0; column < blocks.width; ++column) {
      const cv::Point first(column * difference.cols / blocks.width, row * difference.rows / blocks.height);
      const cv::Point last((column + 1) * difference.cols / blocks.width,
                           (row + 1) * difference.rows / blocks.height);
      take(difference, cv::Rect(first, last), difference.total() > 65536 ? 4 : 2, samples);
      coarse.at<float>(row, column) = std::max(everywhere, scatter(samples, everywhere));
    }
  }
  cv::resize(coarse, noise, difference.size(), 0, 0, cv::INTER_LINEAR);
}

}  // namespace nightjar
