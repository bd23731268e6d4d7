#include "processing/thermal/picture_flow.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kShrink = Shrunken::kSide_px;
constexpr int kLeast_px = 128;        // of a picture's sides
constexpr double kNothing = 1e-3;     // levels: no structure
constexpr double kClip = 2.5;         // standard deviations: hot bodies may move by themselves
constexpr double kWholeMatch = 0.25;  // correlation
constexpr double kTileMatch = 0.12;   // response of phase correlation
constexpr double kTileReach = 0.3;    // of its size, from where the whole picture's motion puts it

/// Without slow changes, so that a recalibration is no motion; empty: no structure.
cv::Mat levelled(const cv::Mat& means) {
  cv::Mat small, slow;
  cv::blur(means, slow, {21, 21});
  cv::subtract(means, slow, small);
  cv::Scalar mean, deviation;
  cv::meanStdDev(small, mean, deviation);
  if (deviation[0] < kNothing) return {};
  small /= deviation[0];
  cv::min(small, kClip, small);
  cv::max(small, -kClip, small);
  return small;
}

cv::Size tile_size(cv::Size small) {
  return {small.width / 4, small.height / 4};
}

}  // namespace

ByTile<Eigen::Vector2d> flow_tile_middles(cv::Size picture) {
  ByTile<Eigen::Vector2d> middles;
  for (std::size_t tile = 0; tile < kFlowTiles; ++tile) {
    const std::size_t column = tile % 3, row = tile / 3;
    middles[tile] = {picture.width * static_cast<double>(1 + 2 * column) / 6 - 0.5,
                     picture.height * static_cast<double>(1 + 2 * row) / 6 - 0.5};
  }
  return middles;
}

std::optional<PictureFlow> PictureFlowMeter::measure(const cv::Mat& levels) {
  if (std::min(levels.cols, levels.rows) < kLeast_px) {
    forget();
    return {};
  }
  shrink(levels, squares_);
  const cv::Mat now = levelled(squares_.mean);
  const cv::Mat before = last_;
  last_ = now;
  const std::optional<SceneShift> whole = whole_.measure(levels);
  if (now.empty() || before.empty() || now.size() != before.size() || !whole) return {};
  if (whole->correlation < kWholeMatch) {
    whole_ = SceneShiftMeter();
    static_cast<void>(whole_.measure(levels));  // is compared with the next, matched or not
    return {};
  }
  if (tile_window_.size() != tile_size(now.size()))
    cv::createHanningWindow(tile_window_, tile_size(now.size()), CV_32F);
  const cv::Point coarse(cvRound(whole->by_px.x / kShrink), cvRound(whole->by_px.y / kShrink));
  PictureFlow flow;
  const auto middles = flow_tile_middles(now.size());
  last_ = before;
  for (std::size_t tile = 0; tile < kFlowTiles; ++tile)
    flow[tile] = tile_flow(now, {cvRound(middles[tile].x()), cvRound(middles[tile].y())}, coarse);
  last_ = now;
  if (std::none_of(flow.begin(), flow.end(), [](const auto& moved) { return moved.has_value(); })) return {};
  return flow;
}

std::optional<Eigen::Vector2d> PictureFlowMeter::tile_flow(const cv::Mat& now, cv::Point middle,
                                                           cv::Point coarse) const {
  const cv::Size size = tile_window_.size();
  const cv::Point corner = middle - cv::Point(size.width / 2, size.height / 2);
  const cv::Point back(coarse.x / 2, coarse.y / 2);
  const cv::Rect from(corner - back, size);
  const cv::Rect to(from.tl() + coarse, size);
  const cv::Rect whole({0, 0}, now.size());
  if ((from & whole) != from || (to & whole) != to) return {};
  double response = 0;
  const cv::Point2d rest = cv::phaseCorrelate(last_(from).clone(), now(to).clone(), tile_window_, &response);
  const bool matches = response >= kTileMatch && std::abs(rest.x) < kTileReach * size.width &&
                       std::abs(rest.y) < kTileReach * size.height;
  if (!matches) return {};
  return Eigen::Vector2d(kShrink * (coarse.x + rest.x), kShrink * (coarse.y + rest.y));
}

}  // namespace nightjar
