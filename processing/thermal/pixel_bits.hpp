#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <vector>

#include "processing/thermal/warm_areas.hpp"

namespace nightjar {

/// Some pixels of a picture, a bit each.
class PixelBits {
 public:
  /// None of a picture of this size.
  void clear(const cv::Size& size);

  void set(int x, int y) {
    words_[static_cast<std::size_t>(y) * words_in_row_ + static_cast<std::size_t>(x / kBits)] |=
        std::uint64_t{1} << (x % kBits);
  }

  /// Four pixels from `x` on, which is a multiple of four: those whose bits are set, the first the lowest.
  void set_four(int x, int y, unsigned bits) {
    words_[static_cast<std::size_t>(y) * words_in_row_ + static_cast<std::size_t>(x / kBits)] |=
        std::uint64_t{bits} << (x % kBits);
  }

  /// Takes in what lies between them: dilates by `reach` pixels in each direction, then erodes by as many.
  void close(int reach);

  /// From top to bottom, from left to right.
  [[nodiscard]] std::vector<WarmRun> runs() const;

 private:
  static constexpr int kBits = 64;
  template <typename Join>
  void join_neighbours(std::uint64_t beyond, Join join);
  void cut_margin();

  cv::Size size_;
  std::size_t words_in_row_ = 0;
  std::vector<std::uint64_t> words_, above_, row_;
};

}  // namespace nightjar
