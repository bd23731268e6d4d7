#include "processing/thermal/spot_patch.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

constexpr int kMostSamples = 4;  // a side of a patch's pixel

/// Means of the levels over the pixels of a square of `side_px` around the spot.
template <typename Level, int samples>
void sample(const cv::Mat& levels, const cv::Point2f& centre, double side_px, cv::Mat& out) {
  const double fine = side_px / SpotPatch::kSide / samples;
  constexpr int count = SpotPatch::kSide * samples;
  std::array<int, SpotPatch::kSide * kMostSamples> columns{};
  for (int i = 0; i < count; ++i)
    columns.at(static_cast<std::size_t>(i)) =
        std::clamp(cvRound(double{centre.x} + (i + 0.5) * fine - side_px / 2), 0, levels.cols - 1);
  out.create(SpotPatch::kSide, SpotPatch::kSide, CV_32F);
  out.setTo(0);
  const float share = 1.0F / static_cast<float>(samples * samples);
  for (int j = 0; j < count; ++j) {
    const int y = std::clamp(cvRound(double{centre.y} + (j + 0.5) * fine - side_px / 2), 0, levels.rows - 1);
    const Level* row = levels.ptr<Level>(y);
    auto* sums = out.ptr<float>(j / samples);
    const int* column = columns.data();
    for (int i = 0; i < SpotPatch::kSide; ++i)
      for (int k = 0; k < samples; ++k) sums[i] += share * static_cast<float>(row[*column++]);
  }
}

template <typename Level>
void sample(const cv::Mat& levels, const cv::Point2f& centre, double side_px, cv::Mat& out) {
  static_assert(kMostSamples == 4);
  switch (static_cast<int>(std::ceil(std::min<double>(side_px / SpotPatch::kSide, kMostSamples)))) {
    case 4:
      return sample<Level, 4>(levels, centre, side_px, out);
    case 3:
      return sample<Level, 3>(levels, centre, side_px, out);
    case 2:
      return sample<Level, 2>(levels, centre, side_px, out);
    default:
      return sample<Level, 1>(levels, centre, side_px, out);
  }
}

cv::Mat sampled(const cv::Mat& levels, const cv::Point2f& centre, double side_px) {
  cv::Mat out;
  if (levels.depth() == CV_8U) {
    sample<std::uint8_t>(levels, centre, side_px, out);
  } else {
    sample<std::uint16_t>(levels, centre, side_px, out);
  }
  return out;
}

cv::Mat layer(SpotPatch& patch, SpotPatch::Layer which) {
  return {SpotPatch::kSide, SpotPatch::kSide, CV_32F, patch.pixels.ptr<float>(0, which)};
}

/// As std::asinh, but for the last digits, at a tenth of its cost.
void by_noise(const cv::Mat& levels, float background, float noise, cv::Mat out) {
  constexpr int kCount = SpotPatch::kSide * SpotPatch::kSide;
  std::array<float, kCount> parts{};
  const auto* level = levels.ptr<float>();
  auto* logarithm = out.ptr<float>();
  for (int i = 0; i < kCount; ++i) {
    const float part = (level[i] - background) / (4 * noise);
    parts[static_cast<std::size_t>(i)] = part;
    logarithm[i] = std::abs(part) + std::sqrt(part * part + 1);
  }
  cv::log(out, out);
  for (int i = 0; i < kCount; ++i)
    logarithm[i] = std::copysign(logarithm[i], parts[static_cast<std::size_t>(i)]);
}

void by_height(const cv::Mat& levels, float background, float height, cv::Mat out) {
  for (int y = 0; y < levels.rows; ++y)
    for (int x = 0; x < levels.cols; ++x)
      out.at<float>(y, x) = std::clamp((levels.at<float>(y, x) - background) / height, -1.5F, 1.5F);
}

float log_of(double value) {
  return static_cast<float>(std::log(std::max(value, 1e-3)));
}

}  // namespace

SpotPatch patch_of(const cv::Mat& levels, const HeatSpot& spot, const GroundScale& scale) {
  assert(!levels.empty() && (levels.type() == CV_8UC1 || levels.type() == CV_16UC1));
  assert(scale.metres_per_px > 0);
  SpotPatch patch;
  patch.squeezed = levels.depth() == CV_8U;
  const std::array<int, 4> sizes{1, SpotPatch::layers, SpotPatch::kSide, SpotPatch::kSide};
  patch.pixels.create(static_cast<int>(sizes.size()), sizes.data(), CV_32F);
  const float height = std::max(spot.level_above, 1e-3F);
  const float noise = height / std::max(spot.contrast, 1.0F);
  const float background = spot.peak_level - spot.level_above;
  const double m = scale.metres_per_px;
  const cv::Mat near = sampled(levels, spot.centre_px, SpotPatch::kNear_m / m);
  by_noise(near, background, noise, layer(patch, SpotPatch::near_by_noise));
  by_height(near, background, height, layer(patch, SpotPatch::near_by_height));
  by_noise(sampled(levels, spot.centre_px, SpotPatch::kFar_m / m), background, noise,
           layer(patch, SpotPatch::far_by_noise));
  patch.about = {log_of(m / 0.1),
                 static_cast<float>(scale.foreshortening),
                 log_of(double{spot.contrast} / 10),
                 log_of(double{spot.length_px} * m),
                 log_of(double{spot.width_px} * m),
                 log_of(double{spot.area_px} * m * m)};
  return patch;
}

}  // namespace nightjar
