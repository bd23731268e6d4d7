#include "processing/thermal/fixed_pattern.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "processing/thermal/warm_areas.hpp"

namespace nightjar {
namespace {

constexpr int kSurroundings_px = 15;
constexpr double kClip = 8;     // deviations: one hot body that passes tells no more
constexpr double kMoves = 0.4;  // correlation at which a shift of the scene is believed
constexpr double kWhite = 215;  // of 8 bits, full or video range, behind an encoder
constexpr double kBlack = 28;
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
  for (cv::Mat* map : {&mean_, &bright_, &dark_}) {
    map->create(levels.size(), CV_32FC1);
    map->setTo(0);
  }
  mask_.release();
  looks_ = bad_pixels_ = text_px_ = 0;
  refused_ = false;
  moved_ = {};
  first_look_ = last_look_ = at;
  look(levels);
}

void FixedPattern::look(const cv::Mat& levels) {
  const double weight = 1 / std::min<double>(++looks_, options_.memory);
  levels.convertTo(levels_, CV_32F);
  cv::blur(levels_, slow_, {kSurroundings_px, kSurroundings_px});
  cv::subtract(levels_, slow_, slow_);
  const double sigma =
      std::max(1.0, kSigmaFromMean * cv::norm(slow_, cv::NORM_L1) / static_cast<double>(slow_.total()));
  slow_.convertTo(slow_, CV_32F, 1 / sigma);
  cv::min(slow_, kClip, slow_);
  cv::max(slow_, -kClip, slow_);
  cv::accumulateWeighted(slow_, mean_, weight);
  if (levels.depth() != CV_8U) return;
  cv::compare(levels, kWhite, extreme_, cv::CMP_GE);
  cv::accumulateWeighted(extreme_, bright_, weight);
  cv::compare(levels, kBlack, extreme_, cv::CMP_LE);
  cv::accumulateWeighted(extreme_, dark_, weight);
}

/// Thin strokes that are white (or black) so often, and stand out from what is about them.
cv::Mat FixedPattern::text_of(const cv::Mat& share_extreme, bool bright) const {
  cv::Mat stands_out, strokes, thick;
  const double share =
      std::min(kEveryLook, options_.extreme_share + 2 / std::min<double>(looks_, options_.memory));
  cv::compare(share_extreme, 255 * share, strokes, cv::CMP_GE);
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
