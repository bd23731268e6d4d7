#pragma once

#include <functional>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// How much a picture without its background scatters, from place to place: 1.4826 MAD in blocks of 64
/// pixels, which a few hot bodies in a block do not raise, never below what the whole picture scatters.
class RobustNoise {
 public:
  /// Appends the levels above the background of a part of a row, one in `stride`.
  using Sampler = std::function<void(int y, int from, int to, int stride, std::vector<float>& samples)>;

  void measure(const cv::Size& picture, float floor, const Sampler& sample);

  /// By block, in the same levels, CV_32FC1; at least the floor.
  [[nodiscard]] const cv::Mat& blocks() const { return blocks_; }

 private:
  void take(const cv::Rect& area, int stride, const Sampler& sample);

  cv::Mat blocks_;
  std::vector<float> samples_;
};

}  // namespace nightjar
