#include "processing/thermal/picture_motion.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>
#include <vector>

namespace nightjar {
namespace {

constexpr double kAgree_px = 4;         // of a tile with what the others say
constexpr std::size_t kLeastTiles = 3;  // that agree
constexpr double kLeastShare = 0.5;     // of the tiles that could be compared

/// Where the middles of the tiles were in both pictures.
struct TilePairs {
  std::vector<cv::Point2d> now, before;
};

TilePairs pairs_of(const PictureFlow& flow, cv::Size picture) {
  TilePairs pairs;
  const auto middles = flow_tile_middles(picture);
  for (std::size_t tile = 0; tile < kFlowTiles; ++tile) {
    if (!flow[tile]) continue;
    const Eigen::Vector2d half = *flow[tile] / 2, now = middles[tile] + half, before = middles[tile] - half;
    pairs.now.emplace_back(now.x(), now.y());
    pairs.before.emplace_back(before.x(), before.y());
  }
  return pairs;
}

cv::Point2d mean_of(const std::vector<cv::Point2d>& points, const std::vector<std::uint8_t>& agree) {
  cv::Point2d sum;
  int count = 0;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (agree[i] != 0) sum += points[i], ++count;
  return sum / count;
}

}  // namespace

std::optional<PictureShift> PictureMotion::update(const cv::Mat& luma) {
  if (luma.empty()) {
    flow_.forget();
    return {};
  }
  const auto flow = flow_.measure(luma);
  if (!flow) return {};
  const TilePairs pairs = pairs_of(*flow, luma.size());
  if (pairs.now.size() < kLeastTiles) return {};
  std::vector<std::uint8_t> agree;
  const cv::Mat similar = cv::estimateAffinePartial2D(pairs.now, pairs.before, agree, cv::RANSAC, kAgree_px);
  const auto agreeing = static_cast<std::size_t>(std::count(agree.begin(), agree.end(), 1));
  const bool enough = agreeing >= kLeastTiles &&
                      static_cast<double>(agreeing) >= kLeastShare * static_cast<double>(pairs.now.size());
  if (similar.empty() || !enough) return {};
  // Without its scale, which would add up over the pictures: turned and shifted only, about the tiles'
  // middle.
  const double angle = std::atan2(similar.at<double>(1, 0), similar.at<double>(0, 0));
  const cv::Point2d now = mean_of(pairs.now, agree), before = mean_of(pairs.before, agree);
  PictureShift out;
  out.turn = Eigen::Rotation2Dd(angle).toRotationMatrix();
  out.shift = Eigen::Vector2d(before.x, before.y) - out.turn * Eigen::Vector2d(now.x, now.y);
  return out;
}

}  // namespace nightjar
