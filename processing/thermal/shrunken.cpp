#include "processing/thermal/shrunken.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <opencv2/core/hal/intrin.hpp>

namespace nightjar {
namespace {

constexpr int kSide = Shrunken::kSide_px;
static_assert(kSide == 4);

/// Four lines of a picture, and where their squares go.
template <typename Level>
struct Band {
  const Level *a, *b, *c, *d;
  float *mean, *lowest, *highest;
};

/// The whole squares from `first` on, as far as `squares`.
template <typename Level>
void shrink_band(const Band<Level>& band, int first, int squares) {
  using Sum = std::conditional_t<std::is_integral_v<Level>, std::uint32_t, float>;
  for (int i = first; i < squares; ++i) {
    Sum sum = 0;
    Level low = band.a[kSide * i], high = low;
    for (const Level* line : {band.a, band.b, band.c, band.d})
      for (int x = kSide * i; x < kSide * (i + 1); ++x) {
        sum += Sum{line[x]};
        low = std::min(low, line[x]);
        high = std::max(high, line[x]);
      }
    band.mean[i] = static_cast<float>(sum) / (kSide * kSide);
    band.lowest[i] = static_cast<float>(low);
    band.highest[i] = static_cast<float>(high);
  }
}

/// The first byte of each four.
cv::v_float32x4 first_bytes(const cv::v_uint8x16& bytes) {
  const cv::v_uint32x4 fours = cv::v_reinterpret_as_u32(bytes) & cv::v_setall_u32(0xFF);
  return cv::v_cvt_f32(cv::v_reinterpret_as_s32(fours));
}

template <int kBits>
cv::v_uint8x16 moved(const cv::v_uint8x16& bytes) {
  return cv::v_reinterpret_as_u8(cv::v_shr<kBits>(cv::v_reinterpret_as_u32(bytes)));
}

/// Four squares at once; how many that came to.
int shrink_fours(const Band<std::uint8_t>& band, int squares) {
  const cv::v_int16x8 ones = cv::v_setall_s16(1);
  int i = 0;
  for (; i + 4 <= squares; i += 4) {
    const cv::v_uint8x16 a = cv::v_load(band.a + kSide * i), b = cv::v_load(band.b + kSide * i);
    const cv::v_uint8x16 c = cv::v_load(band.c + kSide * i), d = cv::v_load(band.d + kSide * i);
    cv::v_uint16x8 a0, a1, b0, b1, c0, c1, d0, d1;
    cv::v_expand(a, a0, a1), cv::v_expand(b, b0, b1), cv::v_expand(c, c0, c1), cv::v_expand(d, d0, d1);
    const cv::v_int32x4 left = cv::v_dotprod(cv::v_reinterpret_as_s16((a0 + b0) + (c0 + d0)), ones);
    const cv::v_int32x4 right = cv::v_dotprod(cv::v_reinterpret_as_s16((a1 + b1) + (c1 + d1)), ones);
    const cv::v_int32x4 sums = cv::v_dotprod(cv::v_pack(left, right), ones);
    cv::v_store(band.mean + i, cv::v_cvt_f32(sums) * cv::v_setall_f32(1.0F / (kSide * kSide)));
    cv::v_uint8x16 low = cv::v_min(cv::v_min(a, b), cv::v_min(c, d));
    low = cv::v_min(low, moved<8>(low));
    cv::v_store(band.lowest + i, first_bytes(cv::v_min(low, moved<16>(low))));
    cv::v_uint8x16 high = cv::v_max(cv::v_max(a, b), cv::v_max(c, d));
    high = cv::v_max(high, moved<8>(high));
    cv::v_store(band.highest + i, first_bytes(cv::v_max(high, moved<16>(high))));
  }
  return i;
}

template <typename Level>
int shrink_fours(const Band<Level>& /*band*/, int /*squares*/) {
  return 0;
}

template <typename Level>
void shrink_square(const cv::Mat& levels, const cv::Rect& square, cv::Point at, Shrunken& shrunken) {
  double sum = 0;
  Level low = levels.at<Level>(square.tl()), high = low;
  for (int y = square.y; y < square.br().y; ++y)
    for (int x = square.x; x < square.br().x; ++x) {
      const Level level = levels.at<Level>(y, x);
      sum += static_cast<double>(level);
      low = std::min(low, level);
      high = std::max(high, level);
    }
  shrunken.mean.at<float>(at) = static_cast<float>(sum / square.area());
  shrunken.lowest.at<float>(at) = static_cast<float>(low);
  shrunken.highest.at<float>(at) = static_cast<float>(high);
}

template <typename Level>
void shrink_levels(const cv::Mat& levels, Shrunken& shrunken) {
  const cv::Size size = shrunken.mean.size();
  // Squares that take what is over are not among the whole ones.
  const int columns = levels.cols == size.width * kSide ? size.width : size.width - 1;
  const int rows = levels.rows == size.height * kSide ? size.height : size.height - 1;
  for (int row = 0; row < size.height; ++row) {
    const int done = row < rows ? columns : 0;
    if (done > 0) {
      const int y = row * kSide;
      const Band<Level> band{levels.ptr<Level>(y),
                             levels.ptr<Level>(y + 1),
                             levels.ptr<Level>(y + 2),
                             levels.ptr<Level>(y + 3),
                             shrunken.mean.ptr<float>(row),
                             shrunken.lowest.ptr<float>(row),
                             shrunken.highest.ptr<float>(row)};
      shrink_band(band, shrink_fours(band, columns), columns);
    }
    for (int column = done; column < size.width; ++column)
      shrink_square<Level>(levels, Shrunken::square(size, levels.size(), {column, row}), {column, row},
                           shrunken);
  }
}

}  // namespace

void shrink(const cv::Mat& levels, Shrunken& shrunken) {
  assert(!levels.empty());
  const cv::Size size(std::max(1, levels.cols / kSide), std::max(1, levels.rows / kSide));
  for (cv::Mat* map : {&shrunken.mean, &shrunken.lowest, &shrunken.highest}) map->create(size, CV_32FC1);
  switch (levels.type()) {
    case CV_8UC1:
      return shrink_levels<std::uint8_t>(levels, shrunken);
    case CV_16UC1:
      return shrink_levels<std::uint16_t>(levels, shrunken);
    default:
      assert(levels.type() == CV_32FC1);
      return shrink_levels<float>(levels, shrunken);
  }
}

}  // namespace nightjar
