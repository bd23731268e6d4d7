#include "processing/thermal/scene_shift.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace nightjar {
namespace {

constexpr int kShrink = 8;
constexpr int kLeast_px = 128;     // of a picture's sides: 16 when shrunken
constexpr int kSlow = 11;          // shrunken pixels: 88 of the picture
constexpr double kClip = 2.5;      // standard deviations: hot bodies may move by themselves
constexpr double kNothing = 1e-3;  // levels: no structure

constexpr double kMatches = 0.22;  // correlation
constexpr int kPatience = 2;       // pictures that match nothing, before a new reference is taken

/// From 0 .. n - 1 to the nearest of both directions.
double unwrapped(double shift, int n) {
  return shift > 0.5 * n ? shift - n : shift;
}

/// Where a parabola through the peak and its two neighbours has its own, -0.5 to 0.5.
double beyond(double before, double peak, double after) {
  const double bend = before - 2 * peak + after;
  return bend == 0 ? 0 : std::clamp(0.5 * (before - after) / bend, -0.5, 0.5);
}

/// The peak's place between the pixels of a surface that has no edges.
cv::Point2d fine_peak(const cv::Mat& surface, cv::Point at) {
  const int w = surface.cols, h = surface.rows;
  const auto value = [&](int x, int y) { return double{surface.at<float>((y + h) % h, (x + w) % w)}; };
  const double peak = value(at.x, at.y);
  return {at.x + beyond(value(at.x - 1, at.y), peak, value(at.x + 1, at.y)),
          at.y + beyond(value(at.x, at.y - 1), peak, value(at.x, at.y + 1))};
}

}  // namespace

std::optional<SceneShift> SceneShiftMeter::measure(const cv::Mat& levels) {
  if (std::min(levels.cols, levels.rows) < kLeast_px) {
    size_ = {};
    return {};
  }
  const cv::Size small(cv::getOptimalDFTSize(levels.cols / kShrink),
                       cv::getOptimalDFTSize(levels.rows / kShrink));
  const cv::Mat every_other_row((levels.rows + 1) / 2, levels.cols, levels.type(),
                                const_cast<std::uint8_t*>(levels.data), 2 * levels.step[0]);
  shrink(every_other_row, squares_);
  cv::resize(squares_.mean, small_, small, 0, 0, cv::INTER_AREA);
  cv::blur(small_, slow_, {kSlow, kSlow});
  small_ -= slow_;
  cv::Scalar mean, deviation;
  cv::meanStdDev(small_, mean, deviation);
  const bool comparable = size_ == levels.size();
  size_ = levels.size();
  if (deviation[0] < kNothing) {
    size_ = {};
    return {};
  }
  small_.convertTo(small_, CV_32F, 1 / deviation[0], -mean[0] / deviation[0]);
  cv::min(small_, kClip, small_);
  cv::max(small_, -kClip, small_);
  if (window_.size() != small) cv::createHanningWindow(window_, small, CV_32F);
  cv::multiply(small_, window_, small_);
  cv::dft(small_, spectrum_);
  const double energy = small_.dot(small_);
  const auto keep_as_reference = [&] {
    std::swap(spectrum_, last_spectrum_);
    last_energy_ = energy;
    unmatched_ = 0;
  };
  if (!comparable || energy <= 0 || last_energy_ <= 0) {
    keep_as_reference();
    return {};
  }
  cv::mulSpectrums(spectrum_, last_spectrum_, product_, 0, true);
  cv::idft(product_, surface_, cv::DFT_SCALE);
  double least = 0, most = 0;
  cv::Point least_at, most_at;
  cv::minMaxLoc(surface_, &least, &most, &least_at, &most_at);
  const double scale = 1 / std::sqrt(energy * last_energy_);
  const bool inverted = -least > most;
  const cv::Point2d at = fine_peak(surface_, inverted ? least_at : most_at);
  SceneShift shift;
  shift.by_px = {unwrapped(at.x, small.width) * levels.cols / small.width,
                 unwrapped(at.y, small.height) * levels.rows / small.height};
  shift.correlation = scale * (inverted ? least : most);
  shift.opposite = scale * (inverted ? most : -least);
  if (std::abs(shift.correlation) >= kMatches || ++unmatched_ > kPatience) keep_as_reference();
  return shift;
}

void SceneShiftMeter::invert_reference() {
  if (!last_spectrum_.empty()) last_spectrum_ *= -1;
}

}  // namespace nightjar
