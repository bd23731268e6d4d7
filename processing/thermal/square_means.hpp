#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// The mean of the square of 15 x 15 pixels about each pixel, row by row from the top; beyond its border the
/// picture goes on mirrored. Sums are kept from row to row, and those of a row made of those of half as many.
template <typename Level, typename Sum>
class SquareMeans {
 public:
  static constexpr int kSide_px = 15;

  /// `levels` is read as long as rows are asked for.
  explicit SquareMeans(const cv::Mat& levels);

  /// Those of the next row; valid until the one after.
  const float* next();

 private:
  static constexpr int kReach = kSide_px / 2;
  [[nodiscard]] const Level* mirrored(int y) const;

  const cv::Mat& levels_;
  int row_ = -1;
  std::vector<Sum> columns_;  ///< of kSide_px rows, kReach more at both ends
  std::vector<Sum> twos_, fours_, eights_;
  std::vector<float> means_;
};

extern template class SquareMeans<std::uint8_t, std::uint16_t>;
extern template class SquareMeans<std::uint16_t, std::uint32_t>;

}  // namespace nightjar
