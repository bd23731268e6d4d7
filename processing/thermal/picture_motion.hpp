#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <Eigen/LU>
#include <opencv2/core/mat.hpp>
#include <optional>

#include "processing/thermal/picture_flow.hpp"

namespace nightjar {

/// How one picture lies on another: a turn and a shift, in pixels of the full picture.
struct PictureShift {
  Eigen::Matrix2d turn = Eigen::Matrix2d::Identity();
  Eigen::Vector2d shift = Eigen::Vector2d::Zero();

  [[nodiscard]] Eigen::Vector2d operator()(const Eigen::Vector2d& pixel) const {
    return turn * pixel + shift;
  }
  [[nodiscard]] PictureShift after(const PictureShift& first) const {
    return {turn * first.turn, turn * first.shift + shift};
  }
  [[nodiscard]] PictureShift inverse() const {
    const Eigen::Matrix2d back = turn.inverse();
    return {back, -(back * shift)};
  }
};

/// Registers each picture to the one before: how each part of the scene moved, and the turn and shift that
/// most of the parts agree on (RANSAC), so that what moves by itself, or stands up from the ground, counts
/// little. Where the parts show too little, as over even grass, the whole picture's enhanced correlation
/// coefficient decides (Evangelidis and Psarakis).
class PictureMotion {
 public:
  /// The last picture's pixels from this one's. `luma` is CV_8UC1 or CV_16UC1. nullopt for the first picture,
  /// a change of size, and where the two do not match: a cut, a featureless picture.
  [[nodiscard]] std::optional<PictureShift> update(const cv::Mat& luma);

 private:
  PictureFlowMeter flow_;
};

}  // namespace nightjar
