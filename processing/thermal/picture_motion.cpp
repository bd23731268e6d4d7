#include "processing/thermal/picture_motion.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/calib3d.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>
#include <vector>

namespace nightjar {
namespace {

constexpr double kAgree_px = 4;         // of a tile with what the others say
constexpr std::size_t kLeastTiles = 4;  // that agree
constexpr double kLeastShare = 0.6;     // of the tiles that could be compared

constexpr double kMostStretch = 0.1;  // from one picture to the next: more is chance

constexpr double kMinCorrelation = 0.4;  // of the aligned pictures
constexpr int kIterations = 25;
constexpr double kSettled = 1e-3;

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

std::optional<PictureShift> agreed(const PictureFlow& flow, cv::Size picture) {
  const TilePairs pairs = pairs_of(flow, picture);
  if (pairs.now.size() < kLeastTiles) return {};
  std::vector<std::uint8_t> agree;
  const cv::Mat similar = cv::estimateAffinePartial2D(pairs.now, pairs.before, agree, cv::RANSAC, kAgree_px);
  const auto agreeing = static_cast<std::size_t>(std::count(agree.begin(), agree.end(), 1));
  const bool enough = agreeing >= kLeastTiles &&
                      static_cast<double>(agreeing) >= kLeastShare * static_cast<double>(pairs.now.size());
  if (similar.empty() || !enough) return {};
  const double scale = std::hypot(similar.at<double>(0, 0), similar.at<double>(1, 0));
  if (std::abs(scale - 1) > kMostStretch) return {};
  // Without its scale, which would add up over the pictures: turned and shifted only, about the tiles'
  // middle.
  const double angle = std::atan2(similar.at<double>(1, 0), similar.at<double>(0, 0));
  const cv::Point2d now = mean_of(pairs.now, agree), before = mean_of(pairs.before, agree);
  PictureShift out;
  out.turn = Eigen::Rotation2Dd(angle).toRotationMatrix();
  out.shift = Eigen::Vector2d(before.x, before.y) - out.turn * Eigen::Vector2d(now.x, now.y);
  return out;
}

PictureShift full_size(const cv::Mat& warp) {
  PictureShift out;
  out.turn << double{warp.at<float>(0, 0)}, double{warp.at<float>(0, 1)}, double{warp.at<float>(1, 0)},
      double{warp.at<float>(1, 1)};
  const Eigen::Vector2d small_shift(warp.at<float>(0, 2), warp.at<float>(1, 2));
  // Pixel centres: x_full = kSide_px * x_small + (kSide_px - 1) / 2.
  const Eigen::Vector2d centre = Eigen::Vector2d::Constant((Shrunken::kSide_px - 1) / 2.0);
  out.shift = Shrunken::kSide_px * small_shift + centre - out.turn * centre;
  return out;
}

std::optional<PictureShift> correlated(const cv::Mat& now, const cv::Mat& before) {
  if (now.empty() || before.empty() || now.size() != before.size()) return {};
  cv::Mat window;
  cv::createHanningWindow(window, now.size(), CV_32F);
  const cv::Point2d guess = cv::phaseCorrelate(now, before, window);
  cv::Mat warp = cv::Mat::eye(2, 3, CV_32F);
  warp.at<float>(0, 2) = static_cast<float>(-guess.x);  // findTransformECC maps the template to the input
  warp.at<float>(1, 2) = static_cast<float>(-guess.y);
  try {
    const cv::TermCriteria stop(cv::TermCriteria::COUNT + cv::TermCriteria::EPS, kIterations, kSettled);
    const double correlation =
        cv::findTransformECC(before, now, warp, cv::MOTION_EUCLIDEAN, stop, cv::noArray(), 5);
    if (!(correlation >= kMinCorrelation)) return {};
  } catch (const cv::Exception&) {  // how OpenCV says that it does not converge
    return {};
  }
  return full_size(warp).inverse();
}

}  // namespace

std::optional<PictureShift> PictureMotion::update(const cv::Mat& luma) {
  if (luma.empty()) {
    flow_.forget();
    return {};
  }
  const cv::Mat before = flow_.last();
  const auto flow = flow_.measure(luma);
  const auto step = flow ? agreed(*flow, luma.size()) : std::nullopt;
  return step ? step : correlated(flow_.last(), before);
}

}  // namespace nightjar
