#pragma once

#include <Eigen/Core>
#include <Eigen/LU>
#include <opencv2/core/mat.hpp>
#include <optional>

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

/// Registers each picture to the one before: phase correlation for the shift, then the enhanced correlation
/// coefficient (Evangelidis and Psarakis) for shift and turn, at a quarter of the size.
class PictureMotion {
 public:
  /// The last picture's pixels from this one's. nullopt for the first picture, a change of size, and where
  /// the two do not match: a cut, a frozen or featureless picture.
  [[nodiscard]] std::optional<PictureShift> update(const cv::Mat& luma);

 private:
  cv::Mat last_;  ///< CV_32FC1, a quarter of the size, levelled
};

}  // namespace nightjar
