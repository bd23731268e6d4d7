#include "processing/thermal/value_of_rank.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>
#include <opencv2/core/hal/intrin.hpp>

namespace nightjar {
namespace {

constexpr std::size_t kFew = 12;  // are sorted
constexpr int kMostCounts = 16;

/// Plain, so that compilers turn it into vector instructions.
std::size_t count_below(const std::vector<float>& values, float bound) {
  std::uint32_t count = 0;
  for (const float value : values) count += value < bound ? 1U : 0U;
  return count;
}

/// Two bounds between which the value lies, drawn together by counting what is below.
class Bracket {
 public:
  Bracket(std::size_t values, std::size_t rank) : rank_(rank), below_high_(values) {}

  [[nodiscard]] std::size_t count() const { return below_high_ - below_low_; }
  /// Of `values`, four at a time, as most are outside of the bounds; and without a branch on each side of
  /// them, which would be guessed wrong half the time.
  void gather(const std::vector<float>& values, std::vector<float>& there) const {
    there.resize(count() + 1);
    float* next = there.data();
    const auto take = [&next, low = low_, high = high_](float value) {
      *next = value;
      next += static_cast<int>(value >= low) & static_cast<int>(value < high);
    };
    const cv::v_float32x4 low = cv::v_setall_f32(low_), high = cv::v_setall_f32(high_);
    const float *value = values.data(), *end = value + values.size();
    for (; end - value >= 4; value += 4) {
      const cv::v_float32x4 four = cv::v_load(value);
      if (cv::v_check_any((four >= low) & (four < high)))
        for (int i = 0; i < 4; ++i) take(value[i]);
    }
    for (; value < end; ++value) take(*value);
    there.pop_back();
  }
  [[nodiscard]] std::size_t below() const { return below_low_; }

  void take(float bound, std::size_t below) {
    if (below <= rank_) {
      low_ = bound, below_low_ = below;
    } else {
      high_ = bound, below_high_ = below;
    }
  }

  /// Where the next count would halve it, were the values spread evenly; beyond a bound that is not known yet
  /// by `step`.
  [[nodiscard]] float next(float step) const {
    if (low_ == -kBeyond) return high_ - step;
    if (high_ == kBeyond) return low_ + step;
    const float share = static_cast<float>(rank_ - below_low_ + 1) / static_cast<float>(count() + 1);
    return low_ + (high_ - low_) * std::clamp(share, 0.1F, 0.9F);
  }
  /// A bound there would tell something.
  [[nodiscard]] bool parted_by(float bound) const { return bound > low_ && bound < high_; }

 private:
  static constexpr float kBeyond = std::numeric_limits<float>::infinity();
  std::size_t rank_, below_low_ = 0, below_high_;
  float low_ = -kBeyond, high_ = kBeyond;
};

}  // namespace

float value_of_rank(const std::vector<float>& values, std::size_t rank, float middle, float spread) {
  assert(rank < values.size());
  Bracket bracket(values.size(), rank);
  float bound = middle, step = spread > 0 ? spread / 4 : 1;
  for (int i = 0; i < kMostCounts && bracket.count() > kFew && bracket.parted_by(bound); ++i) {
    bracket.take(bound, count_below(values, bound));
    bound = bracket.next(step);
    step *= 2;
  }
  std::vector<float> there;
  bracket.gather(values, there);
  const auto at = there.begin() + static_cast<std::ptrdiff_t>(rank - bracket.below());
  std::nth_element(there.begin(), at, there.end());
  return *at;
}

}  // namespace nightjar
