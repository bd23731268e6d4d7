#pragma once

#include <Eigen/Core>
#include <array>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "processing/thermal/scene_shift.hpp"
#include "processing/thermal/shrunken.hpp"

namespace nightjar {

/// Where a picture's motion is looked at: the middles of three rows of three tiles.
inline constexpr std::size_t kFlowTiles = 9;

/// By tile, row by row from the top left; pixels of the full picture.
template <typename Value>
using ByTile = std::array<Value, kFlowTiles>;

[[nodiscard]] ByTile<Eigen::Vector2d> flow_tile_middles(cv::Size picture);

/// How far the scene moved from one picture to another, tile by tile; nothing where a tile could not be
/// compared: no structure, or too far.
using PictureFlow = ByTile<std::optional<Eigen::Vector2d>>;

/// Measures how the scene moves in each part of the picture: coarsely as a whole, then by phase correlation,
/// at a quarter of the size, of each tile with the place that it came from, to about a pixel. What is told is
/// of what a tile's middle shows halfway in time.
class PictureFlowMeter {
 public:
  /// From the last picture to this one. `levels` is CV_8UC1 or CV_16UC1. nullopt for the first picture, after
  /// a change of size, and where the two have nothing in common.
  [[nodiscard]] std::optional<PictureFlow> measure(const cv::Mat& levels);

  /// The last picture at a quarter of its size, CV_32FC1, without slow changes; empty where it has no
  /// structure, or before any.
  [[nodiscard]] const cv::Mat& last() const { return last_; }

  void forget() {
    last_.release();
    whole_ = SceneShiftMeter();
  }

 private:
  [[nodiscard]] std::optional<Eigen::Vector2d> tile_flow(const cv::Mat& now, cv::Point middle,
                                                         cv::Point coarse) const;

  cv::Mat last_;  ///< CV_32FC1, a quarter of the size, levelled
  Shrunken squares_;
  SceneShiftMeter whole_;
  cv::Mat tile_window_;
};

}  // namespace nightjar
