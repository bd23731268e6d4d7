#include "processing/thermal/pixel_bits.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace nightjar {

void PixelBits::clear(const cv::Size& size) {
  size_ = size;
  words_in_row_ = static_cast<std::size_t>((size.width + kBits - 1) / kBits);
  words_.assign(words_in_row_ * static_cast<std::size_t>(size.height), 0);
}

/// Each pixel becomes what joins it with its eight neighbours; those outside the picture are as `beyond`.
template <typename Join>
void PixelBits::join_neighbours(std::uint64_t beyond, Join join) {
  const std::size_t n = words_in_row_;
  above_.assign(n, beyond);
  row_.assign(n, beyond);
  const auto rows = static_cast<std::size_t>(size_.height);
  for (std::size_t y = 0; y < rows; ++y) {
    std::uint64_t* words = words_.data() + y * n;
    const std::uint64_t* below = y + 1 < rows ? words + n : nullptr;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t column = join(above_[i], join(words[i], below != nullptr ? below[i] : beyond));
      above_[i] = words[i];
      row_[i] = column;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t before = i > 0 ? row_[i - 1] : beyond, after = i + 1 < n ? row_[i + 1] : beyond;
      const std::uint64_t left = row_[i] << 1 | before >> (kBits - 1);
      const std::uint64_t right = row_[i] >> 1 | after << (kBits - 1);
      words[i] = join(row_[i], join(left, right));
    }
  }
}

/// Bits beyond the picture's width.
void PixelBits::cut_margin() {
  const int used = size_.width % kBits;
  if (used == 0) return;
  const std::uint64_t mask = (std::uint64_t{1} << used) - 1;
  for (std::size_t i = words_in_row_; i <= words_.size(); i += words_in_row_) words_[i - 1] &= mask;
}

void PixelBits::close(int reach) {
  if (words_.empty()) return;
  constexpr std::uint64_t kNone = 0, kAll = ~kNone;
  for (int i = 0; i < reach; ++i) {
    join_neighbours(kNone, std::bit_or<std::uint64_t>());
    cut_margin();
  }
  for (int i = 0; i < reach; ++i) {
    const int used = size_.width % kBits;
    for (std::size_t last = words_in_row_; used != 0 && last <= words_.size(); last += words_in_row_)
      words_[last - 1] |= kAll << used;
    join_neighbours(kAll, std::bit_and<std::uint64_t>());
  }
  cut_margin();
}

std::vector<WarmRun> PixelBits::runs() const {
  std::vector<WarmRun> runs;
  for (int y = 0; y < size_.height; ++y) {
    const std::uint64_t* words = words_.data() + static_cast<std::size_t>(y) * words_in_row_;
    for (std::size_t i = 0; i < words_in_row_; ++i) {
      std::uint64_t left = words[i];
      const int from = static_cast<int>(i) * kBits;
      while (left != 0) {
        const int first = std::countr_zero(left);
        const int length = std::countr_one(left >> first);
        const bool goes_on = !runs.empty() && runs.back().y == y && runs.back().last == from + first - 1;
        if (goes_on) {
          runs.back().last += length;
        } else {
          runs.push_back({y, from + first, from + first + length - 1});
        }
        if (first + length == kBits) break;
        left &= ~std::uint64_t{0} << (first + length);
      }
    }
  }
  return runs;
}

}  // namespace nightjar
