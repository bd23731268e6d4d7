#include "processing/thermal/picture_motion.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

namespace nightjar {
namespace {

constexpr int kShrink = 4;
constexpr double kMinCorrelation = 0.4;  // of the aligned pictures
constexpr int kIterations = 25;
constexpr double kSettled = 1e-3;

/// Small, without its slow changes, so that a recalibration is no motion; hot bodies are limited, as they may
/// move by themselves.
cv::Mat levelled(const cv::Mat& luma) {
  cv::Mat levels, small, slow;
  luma.convertTo(levels, CV_32F);
  const cv::Size size(std::max(1, luma.cols / kShrink), std::max(1, luma.rows / kShrink));
  cv::resize(levels, small, size, 0, 0, cv::INTER_AREA);
  cv::blur(small, slow, {31, 31});
  small -= slow;
  cv::Scalar mean, deviation;
  cv::meanStdDev(small, mean, deviation);
  if (deviation[0] < 1e-3) return {};
  small /= deviation[0];
  cv::min(small, 2.5, small);
  cv::max(small, -2.5, small);
  return small;
}

PictureShift full_size(const cv::Mat& warp) {
  PictureShift out;
  out.turn << double{warp.at<float>(0, 0)}, double{warp.at<float>(0, 1)}, double{warp.at<float>(1, 0)},
      double{warp.at<float>(1, 1)};
  const Eigen::Vector2d small_shift(warp.at<float>(0, 2), warp.at<float>(1, 2));
  // Pixel centres: x_full = kShrink * x_small + (kShrink - 1) / 2.
  const Eigen::Vector2d centre = Eigen::Vector2d::Constant((kShrink - 1) / 2.0);
  out.shift = kShrink * small_shift + centre - out.turn * centre;
  return out;
}

}  // namespace

std::optional<PictureShift> PictureMotion::update(const cv::Mat& luma) {
  const cv::Mat now = luma.empty() ? cv::Mat() : levelled(luma);
  const cv::Mat before = last_;
  last_ = now;
  if (now.empty() || before.empty() || now.size() != before.size() || std::min(now.cols, now.rows) < 16)
    return {};
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

}  // namespace nightjar
