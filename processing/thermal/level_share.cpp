#include "processing/thermal/level_share.hpp"

#include <algorithm>
#include <cassert>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

bool any_in(const std::uint8_t* levels, int count, std::uint8_t low, std::uint8_t high) {
  std::uint8_t any = 0;
  for (int x = 0; x < count; ++x) any |= static_cast<std::uint8_t>(levels[x] >= low && levels[x] <= high);
  return any != 0;
}

void follow(const std::uint8_t* levels, int count, std::uint8_t low, std::uint8_t high, float weight,
            float* shares) {
  for (int x = 0; x < count; ++x) {
    const float now = levels[x] >= low && levels[x] <= high ? 1.0F : 0.0F;
    shares[x] += weight * (now - shares[x]);
  }
}

}  // namespace

void LevelShare::forget(const cv::Size& size) {
  shares_.create(size, CV_32FC1);
  shares_.setTo(0);
  piece_.assign(pieces_in_row() * static_cast<std::size_t>(size.height), 0);
}

void LevelShare::learn(const cv::Mat& levels, std::uint8_t low, std::uint8_t high, float weight) {
  assert(levels.type() == CV_8UC1 && levels.size() == shares_.size());
  std::uint8_t* piece = piece_.data();
  for (int y = 0; y < levels.rows; ++y) {
    const auto* row = levels.ptr<std::uint8_t>(y);
    auto* shares = shares_.ptr<float>(y);
    for (int x = 0; x < levels.cols; x += kPiece_px, ++piece) {
      const int count = std::min(kPiece_px, levels.cols - x);
      if (*piece == 0 && !any_in(row + x, count, low, high)) continue;
      *piece = 1;
      follow(row + x, count, low, high, weight, shares + x);
    }
  }
}

cv::Mat LevelShare::at_least(double share) const {
  cv::Mat mask = cv::Mat::zeros(shares_.size(), CV_8UC1);
  const std::uint8_t* piece = piece_.data();
  const auto least = static_cast<float>(share);
  for (int y = 0; y < mask.rows; ++y) {
    const auto* shares = shares_.ptr<float>(y);
    auto* row = mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < mask.cols; x += kPiece_px, ++piece)
      for (int i = x; *piece != 0 && i < std::min(mask.cols, x + kPiece_px); ++i)
        row[i] = shares[i] >= least ? 255 : 0;
  }
  return mask;
}

}  // namespace nightjar
