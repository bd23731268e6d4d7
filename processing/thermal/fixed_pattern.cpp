#include "processing/thermal/fixed_pattern.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "processing/thermal/square_means.hpp"
#include "processing/thermal/warm_areas.hpp"

namespace nightjar {
namespace {

constexpr float kClip = 8;            // deviations: one hot body that passes tells no more
constexpr double kMoves = 0.4;        // correlation at which a shift of the scene is believed
constexpr std::uint8_t kWhite = 215;  // of 8 bits, full or video range, behind an encoder
constexpr std::uint8_t kBlack = 28;
constexpr double kEveryLook = 0.999;  // share, after rounding
constexpr int kSureLooks = 4;  // before what is fixed is too much: two pictures may share much by chance
constexpr double kSigmaFromMean = 1.2533;  // of a normal distribution's absolute value
constexpr int kMargin_px = 3;              // about text, where an encoder blurs it

/// Marks the clusters of `found` that are no larger than so; how many they are.
int mark_small(const cv::Mat& found, int most_px, cv::Mat& mask) {
  int clusters = 0;
  for (const WarmArea& area : warm_areas(found)) {
    if (std::max(area.box.width, area.box.height) > most_px) continue;
    for (const WarmRun& run : area.runs)
      std::fill(mask.ptr(run.y) + run.first, mask.ptr(run.y) + run.last + 1, std::uint8_t{255});
    ++clusters;
  }
  return clusters;
}

/// Deviations of a row's levels from their surroundings.
template <typename Level>
void take_off(const Level* levels, const float* surroundings, int count, float* deviations) {
  for (int x = 0; x < count; ++x) deviations[x] = static_cast<float>(levels[x]) - surroundings[x];
}

/// Moves running means by the share `weight` to these deviations in parts of a standard one.
void follow(const float* deviations, int count, float by_sigma, float weight, float* means) {
  for (int x = 0; x < count; ++x) {
    const float deviation = deviations[x] * by_sigma;
    const float above = deviation > -kClip ? deviation : -kClip;
    means[x] += weight * ((above < kClip ? above : kClip) - means[x]);
  }
}

}  // namespace

bool FixedPattern::learn(const cv::Mat& levels, CaptureTime at, const std::optional<SceneShift>& shift) {
  if (type_ != levels.type() || mean_.size() != levels.size()) {
    const bool had_mask = !mask_.empty();
    start(levels, at);
    return had_mask;
  }
  if (shift && shift->correlation >= kMoves) moved_ += shift->by_px;
  if (std::hypot(moved_.x, moved_.y) < options_.step_px ||
      at - last_look_ < (looks_ < options_.memory ? options_.step_time : options_.later_time))
    return false;
  last_look_ = at;
  moved_ = {};
  look(levels);
  return looks_ >= options_.text_looks && (looks_ % 4 == 0 || looks_ < 8) && find_fixed(at);
}

void FixedPattern::start(const cv::Mat& levels, CaptureTime at) {
  type_ = levels.type();
  mean_.create(levels.size(), CV_32FC1);
  mean_.setTo(0);
  bright_.forget(levels.size());
  dark_.forget(levels.size());
  mask_.release();
  looks_ = bad_pixels_ = text_px_ = 0;
  refused_ = false;
  moved_ = {};
  first_look_ = last_look_ = at;
  look(levels);
}

void FixedPattern::look(const cv::Mat& levels) {
  const auto weight = static_cast<float>(1 / std::min<double>(++looks_, options_.memory));
  if (looks_ == 1) follow_deviations(levels, 0);  // for the scatter alone
  follow_deviations(levels, weight);
  if (levels.depth() != CV_8U) return;
  bright_.learn(levels, kWhite, 255, weight);
  dark_.learn(levels, 0, kBlack, weight);
}

void FixedPattern::follow_deviations(const cv::Mat& levels, float weight) {
  levels.depth() == CV_8U ? follow_deviations<std::uint8_t, std::uint16_t>(levels, weight)
                          : follow_deviations<std::uint16_t, std::uint32_t>(levels, weight);
}

template <typename Level, typename Sum>
void FixedPattern::follow_deviations(const cv::Mat& levels, float weight) {
  constexpr int kEvery_rows = 4;  // for the scatter
  const auto by_sigma = static_cast<float>(1 / std::max(1.0, sigma_));
  cv::Mat deviations(1, levels.cols, CV_32FC1);
  auto* row = deviations.ptr<float>();
  SquareMeans<Level, Sum> surroundings(levels);
  double off = 0;
  for (int y = 0; y < levels.rows; ++y) {
    take_off(levels.ptr<Level>(y), surroundings.next(), levels.cols, row);
    if (y % kEvery_rows == 0) off += cv::norm(deviations, cv::NORM_L1);
    if (weight > 0) follow(row, levels.cols, by_sigma, weight, mean_.ptr<float>(y));
  }
  const int rows = (levels.rows + kEvery_rows - 1) / kEvery_rows;
  sigma_ = kSigmaFromMean * off / (double{1} * rows * levels.cols);
}

/// Thin strokes that are white (or black) so often, and stand out from what is about them.
cv::Mat FixedPattern::text_of(const LevelShare& extreme, bool bright) const {
  cv::Mat stands_out, thick;
  const double share =
      std::min(kEveryLook, options_.extreme_share + 2 / std::min<double>(looks_, options_.memory));
  cv::Mat strokes = extreme.at_least(share);
  if (cv::countNonZero(strokes) == 0) return strokes;
  const int stroke = std::max(3, cvRound(options_.stroke_px * std::max(strokes.cols, 640) / 640));
  const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, {stroke, stroke});
  cv::erode(strokes, thick, square);
  if (cv::countNonZero(thick) > 0) {
    cv::dilate(thick, thick,
               cv::getStructuringElement(cv::MORPH_RECT, {stroke + 2 * kMargin_px, stroke + 2 * kMargin_px}));
    strokes.setTo(0, thick);
  }
  cv::compare(mean_, bright ? options_.stands_out : -options_.stands_out, stands_out,
              bright ? cv::CMP_GE : cv::CMP_LE);
  return strokes & stands_out;
}

bool FixedPattern::find_fixed(CaptureTime at) {
  cv::Mat mask = cv::Mat::zeros(mean_.size(), CV_8UC1);
  if (CV_MAT_DEPTH(type_) == CV_8U) {
    mask = text_of(bright_, true) | text_of(dark_, false);
    if (cv::countNonZero(mask) > 0)
      cv::dilate(mask, mask,
                 cv::getStructuringElement(cv::MORPH_RECT, {2 * kMargin_px + 1, 2 * kMargin_px + 1}));
  }
  text_px_ = cv::countNonZero(mask);
  bad_pixels_ = 0;
  if (looks_ >= options_.pixel_looks && at - first_look_ >= options_.pixel_time) {
    // Apart by sign: the surroundings of a hot cluster are below their own.
    bad_pixels_ = mark_small(mean_ >= options_.pixel_stands_out, options_.bad_pixel_px, mask) +
                  mark_small(mean_ <= -options_.pixel_stands_out, options_.bad_pixel_px, mask);
  }
  const int fixed = cv::countNonZero(mask);
  const bool full = fixed > options_.most * static_cast<double>(mask.total());
  refused_ = full && looks_ >= kSureLooks;
  if (fixed == 0 || full) mask.release();
  const bool same =
      mask.empty() == mask_.empty() && (mask.empty() || cv::norm(mask, mask_, cv::NORM_INF) == 0);
  mask_ = mask;
  return !same;
}

}  // namespace nightjar
