#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// In what share of the pictures each pixel was in a range of levels, as a running mean. Where none ever was,
/// as nearly everywhere for the extremes of a scene, learning costs next to nothing.
class LevelShare {
 public:
  void forget(const cv::Size& size);

  /// `levels` is CV_8UC1 of that size; the range is `low` to `high`, both included. `weight`: of this
  /// picture, 1 for the first.
  void learn(const cv::Mat& levels, std::uint8_t low, std::uint8_t high, float weight);

  /// CV_8UC1, 255 where the share is so large. `share` is more than 0.
  [[nodiscard]] cv::Mat at_least(double share) const;

 private:
  static constexpr int kPiece_px = 64;  // of a row: learnt whole or not at all
  [[nodiscard]] std::size_t pieces_in_row() const {
    return static_cast<std::size_t>((shares_.cols + kPiece_px - 1) / kPiece_px);
  }

  cv::Mat shares_;                   ///< CV_32FC1
  std::vector<std::uint8_t> piece_;  ///< by row and piece: not 0 where a share is not 0
};

}  // namespace nightjar
