#include "processing/thermal/picture_flow.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr int kShrink = 4;
constexpr int kLeast_px = 128;        // of a picture's sides
constexpr double kNothing = 1e-3;     // levels: no structure
constexpr double kClip = 2.5;         // standard deviations: hot bodies may move by themselves
constexpr double kWholeMatch = 0.03;  // response of phase correlation
constexpr double kTileMatch = 0.12;
constexpr double kTileReach = 0.3;  // of its size, from where the whole picture's motion puts it

/// Small and without its slow changes, so that a recalibration is no motion; empty: no structure.
cv::Mat levelled(const cv::Mat& levels) {
  cv::Mat small, slow;
  const cv::Size size(levels.cols / kShrink, levels.rows / kShrink);
  cv::resize(levels, small, size, 0, 0, cv::INTER_AREA);
  small.convertTo(small, CV_32F);
  cv::blur(small, slow, {21, 21});
  small -= slow;
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
  const cv::Mat now = levelled(levels);
  const cv::Mat before = last_;
  last_ = now;
  if (now.empty() || before.empty() || now.size() != before.size()) return {};
  if (window_.size() != now.size()) {
    cv::createHanningWindow(window_, now.size(), CV_32F);
    cv::createHanningWindow(tile_window_, tile_size(now.size()), CV_32F);
  }
  double response = 0;
  const cv::Point2d coarse = cv::phaseCorrelate(before, now, window_, &response);
  if (!(response >= kWholeMatch)) return {};
  PictureFlow flow;
  const auto middles = flow_tile_middles(now.size());
  last_ = before;
  for (std::size_t tile = 0; tile < kFlowTiles; ++tile)
    flow[tile] = tile_flow(now, {cvRound(middles[tile].x()), cvRound(middles[tile].y())},
                           {cvRound(coarse.x), cvRound(coarse.y)});
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
