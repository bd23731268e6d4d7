#include "processing/thermal/square_means.hpp"

#include <cassert>
#include <limits>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

template <typename Sum>
void add_apart(const std::vector<Sum>& of, std::size_t apart, std::vector<Sum>& sums) {
  const Sum* from = of.data();
  Sum* to = sums.data();
  const std::size_t count = of.size() - apart;
  for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<Sum>(from[i] + from[i + apart]);
}

}  // namespace

template <typename Level, typename Sum>
SquareMeans<Level, Sum>::SquareMeans(const cv::Mat& levels) : levels_(levels) {
  static_assert(double{std::numeric_limits<Level>::max()} * kSide_px * kSide_px <=
                double{std::numeric_limits<Sum>::max()});
  const auto width = static_cast<std::size_t>(levels.cols);
  for (std::vector<Sum>* sums : {&columns_, &twos_, &fours_, &eights_}) sums->resize(width + 2 * kReach);
  means_.resize(width);
}

template <typename Level, typename Sum>
const Level* SquareMeans<Level, Sum>::mirrored(int y) const {
  return levels_.ptr<Level>(cv::borderInterpolate(y, levels_.rows, cv::BORDER_REFLECT_101));
}

template <typename Level, typename Sum>
const float* SquareMeans<Level, Sum>::next() {
  assert(row_ + 1 < levels_.rows);
  const int width = levels_.cols;
  Sum* columns = columns_.data() + kReach;
  if (++row_ == 0) {
    for (int y = -kReach; y <= kReach; ++y) {
      const Level* levels = mirrored(y);
      for (int x = 0; x < width; ++x) columns[x] = static_cast<Sum>(columns[x] + levels[x]);
    }
  } else {
    const Level *gone = mirrored(row_ - kReach - 1), *come = mirrored(row_ + kReach);
    for (int x = 0; x < width; ++x) columns[x] = static_cast<Sum>(columns[x] + come[x] - gone[x]);
  }
  for (int i = 1; i <= kReach; ++i) {
    columns[-i] = columns[cv::borderInterpolate(-i, width, cv::BORDER_REFLECT_101)];
    columns[width - 1 + i] = columns[cv::borderInterpolate(width - 1 + i, width, cv::BORDER_REFLECT_101)];
  }
  add_apart(columns_, 1, twos_);
  add_apart(twos_, 2, fours_);
  add_apart(fours_, 4, eights_);
  constexpr float kShare = 1.0F / (kSide_px * kSide_px);
  const Sum *one = columns_.data() + 14, *two = twos_.data() + 12, *four = fours_.data() + 8;
  const Sum* eight = eights_.data();
  float* means = means_.data();
  for (int x = 0; x < width; ++x)
    means[x] = static_cast<float>(static_cast<Sum>(eight[x] + four[x] + two[x] + one[x])) * kShare;
  return means;
}

template class SquareMeans<std::uint8_t, std::uint16_t>;
template class SquareMeans<std::uint16_t, std::uint32_t>;

}  // namespace nightjar
