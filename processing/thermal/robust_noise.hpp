#pragma once

#include <functional>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// How much a picture without its background scatters, from place to place: 1.4826 MAD in blocks of 64
/// pixels, which a few hot bodies in a block do not raise, never below what the whole picture scatters.
class RobustNoise {
 public:
  /// Appends the levels above the background of parts of a row, one in `stride` of each, to each its own
  /// samples. The parts go from one bound to the next.
  using Sampler = std::function<void(int y, const std::vector<int>& bounds, int stride,
                                     std::vector<std::vector<float>>& samples)>;

  void measure(const cv::Size& picture, float floor, const Sampler& sample);

  /// By block, in the same levels, CV_32FC1; at least the floor.
  [[nodiscard]] const cv::Mat& blocks() const { return blocks_; }

 private:
  void take(const cv::Range& rows, int stride, const Sampler& sample);

  cv::Mat blocks_;
  std::vector<int> bounds_;                  ///< of a row's parts
  std::vector<std::vector<float>> samples_;  ///< by part
};

}  // namespace nightjar
