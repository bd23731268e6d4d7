#include "processing/thermal/heat_detector.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <utility>

#include "processing/thermal/robust_noise.hpp"
#include "processing/thermal/warm_areas.hpp"

namespace nightjar {
namespace {

constexpr int kShrink = 4;  // once for the fine background, once more for the coarse one
constexpr int kWindow = 5;  // of the median: 20 and 80 pixels of the picture
constexpr int kFillsFineWindow = kWindow * kWindow;  // pixels of the shrunken picture
constexpr double kMinFill = 0.4;                     // of its box that a large body fills; less: a bent edge

void shrink(const cv::Mat& levels, cv::Mat& small) {
  const cv::Size size(std::max(1, levels.cols / kShrink), std::max(1, levels.rows / kShrink));
  cv::resize(levels, small, size, 0, 0, cv::INTER_AREA);
}

void find_relief(const cv::Mat& levels, const cv::Mat& small, const HeatDetectorOptions& options,
                 HeatRelief& relief) {
  cv::medianBlur(small, relief.median, kWindow);
  cv::resize(relief.median, relief.background, levels.size(), 0, 0, cv::INTER_LINEAR);
  if (options.polarity == HeatPolarity::white_hot) {
    cv::subtract(levels, relief.background, relief.above);
  } else {
    cv::subtract(relief.background, levels, relief.above);
  }
  robust_noise(relief.above, static_cast<float>(options.min_noise_levels), relief.noise);
}

/// Marks what stands out; how many pixels do.
std::size_t mark_hot(HeatRelief& relief, float sigmas) {
  relief.hot.create(relief.above.size(), CV_8UC1);
  std::size_t count = 0;
  for (int y = 0; y < relief.above.rows; ++y) {
    const auto* above = relief.above.ptr<float>(y);
    const auto* noise = relief.noise.ptr<float>(y);
    auto* hot = relief.hot.ptr<std::uint8_t>(y);
    unsigned in_row = 0;
    for (int x = 0; x < relief.above.cols; ++x) {
      const unsigned stands_out = above[x] > noise[x] * sigmas ? 1U : 0U;
      hot[x] = static_cast<std::uint8_t>(stands_out * 255U);
      in_row += stands_out;
    }
    count += in_row;
  }
  return count;
}

/// Sums over the pixels of one connected area.
struct AreaSums {
  double weight = 0, wx = 0, wy = 0;
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  float contrast = 0, level_above = 0;
  cv::Point peak;
};

AreaSums sums_of(const HeatRelief& relief, const WarmArea& area) {
  AreaSums s;
  for (const WarmRun& run : area.runs) {
    const int y = run.y;
    const auto* above = relief.above.ptr<float>(y);
    const auto* noise = relief.noise.ptr<float>(y);
    for (int x = run.first; x <= run.last; ++x) {
      const double weight = std::max(0.0F, above[x]);
      s.weight += weight, s.wx += weight * x, s.wy += weight * y;
      s.n += 1, s.x += x, s.y += y, s.xx += double{1} * x * x, s.yy += double{1} * y * y,
          s.xy += double{1} * x * y;
      if (above[x] / noise[x] > s.contrast) {
        s.contrast = above[x] / noise[x];
        s.level_above = above[x];
        s.peak = {x, y};
      }
    }
  }
  return s;
}

HeatSpot spot_of(const AreaSums& s, const cv::Rect& box, const cv::Mat& levels) {
  HeatSpot spot;
  spot.centre_px = cv::Point2f(static_cast<float>(s.wx / s.weight), static_cast<float>(s.wy / s.weight));
  spot.box = box;
  spot.area_px = static_cast<float>(s.n);
  spot.contrast = s.contrast;
  spot.level_above = s.level_above;
  spot.peak_level = levels.at<float>(s.peak);
  // Full axes of the ellipse with the same second moments; a pixel is itself a twelfth wide.
  const double mx = s.x / s.n, my = s.y / s.n;
  const double vxx = s.xx / s.n - mx * mx + 1.0 / 12, vyy = s.yy / s.n - my * my + 1.0 / 12;
  const double vxy = s.xy / s.n - mx * my;
  const double middle = (vxx + vyy) / 2, spread = std::hypot((vxx - vyy) / 2, vxy);
  spot.length_px = static_cast<float>(4 * std::sqrt(middle + spread));
  spot.width_px = static_cast<float>(4 * std::sqrt(std::max(0.0, middle - spread)));
  return spot;
}

/// nullopt where more of the picture stands out than may.
std::optional<std::vector<HeatSpot>> spots_in(const cv::Mat& levels, HeatRelief& relief, double peak_sigmas,
                                              int min_area_px, const HeatDetectorOptions& options) {
  const std::size_t count = mark_hot(relief, static_cast<float>(options.extent_sigmas));
  if (static_cast<double>(count) > options.max_hot_fraction * static_cast<double>(relief.hot.total()))
    return {};
  const cv::Mat* hot = &relief.hot;
  if (options.closing_px > 1) {
    const cv::Size size(options.closing_px, options.closing_px);
    cv::morphologyEx(relief.hot, relief.closed, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, size));
    hot = &relief.closed;
  }
  std::vector<HeatSpot> spots;
  for (const WarmArea& area : warm_areas(*hot)) {
    if (area.pixels < min_area_px) continue;
    const AreaSums sums = sums_of(relief, area);
    if (double{sums.contrast} < peak_sigmas || sums.weight <= 0) continue;
    const HeatSpot spot = spot_of(sums, area.box, levels);
    if (double{spot.length_px} <= options.max_length * levels.cols) spots.push_back(spot);
  }
  return spots;
}

/// A spot of the shrunken picture in pixels of the whole one.
HeatSpot in_full(const HeatSpot& small, const cv::Size& small_size, const cv::Mat& levels) {
  const double sx = double{1} * levels.cols / small_size.width,
               sy = double{1} * levels.rows / small_size.height;
  const auto scaled = [](double value, double scale) { return static_cast<float>(value * scale); };
  HeatSpot spot = small;
  spot.centre_px.x = scaled(double{small.centre_px.x} + 0.5, sx) - 0.5F;
  spot.centre_px.y = scaled(double{small.centre_px.y} + 0.5, sy) - 0.5F;
  spot.area_px = scaled(double{small.area_px}, sx * sy);
  spot.length_px = scaled(double{small.length_px}, std::sqrt(sx * sy));
  spot.width_px = scaled(double{small.width_px}, std::sqrt(sx * sy));
  const cv::Point first(cvFloor(small.box.x * sx), cvFloor(small.box.y * sy));
  const cv::Point last(cvCeil(small.box.br().x * sx), cvCeil(small.box.br().y * sy));
  spot.box = cv::Rect(first, last) & cv::Rect({0, 0}, levels.size());
  return spot;
}

bool is_compact(const HeatSpot& spot) {
  return double{spot.area_px} >= kMinFill * spot.box.area() && spot.length_px < 4 * spot.width_px;
}

/// A body that fills the fine background's window shows there as a rim in pieces: the whole takes their
/// place.
void put_over_pieces(const HeatSpot& whole, std::vector<HeatSpot>& spots) {
  const cv::Rect2f box(whole.box);
  spots.erase(std::remove_if(spots.begin(), spots.end(),
                             [&box](const HeatSpot& piece) { return box.contains(piece.centre_px); }),
              spots.end());
  spots.push_back(whole);
}

bool stronger(const HeatSpot& a, const HeatSpot& b) {
  if (a.contrast != b.contrast) return a.contrast > b.contrast;
  return a.centre_px.y != b.centre_px.y ? a.centre_px.y < b.centre_px.y : a.centre_px.x < b.centre_px.x;
}

}  // namespace

std::vector<HeatSpot> HeatDetector::detect(const cv::Mat& luma) {
  flooded_ = false;
  spots_cut_ = 0;
  if (luma.empty()) return {};
  assert(luma.type() == CV_8UC1 || luma.type() == CV_16UC1);
  luma.convertTo(levels_, CV_32F);  // holds every 16-bit level exactly

  shrink(levels_, small_);
  find_relief(levels_, small_, options_, fine_);
  auto spots = spots_in(levels_, fine_, options_.peak_sigmas, options_.min_area_px, options_);
  flooded_ = !spots;
  if (flooded_) return {};
  HeatDetectorOptions coarse = options_;
  coarse.closing_px = 1;
  shrink(small_, smaller_);
  find_relief(small_, smaller_, coarse, coarse_);
  const auto large = spots_in(small_, coarse_, options_.large_peak_sigmas, kFillsFineWindow, coarse);
  for (const HeatSpot& whole : large.value_or(std::vector<HeatSpot>{})) {
    if (is_compact(whole)) put_over_pieces(in_full(whole, small_.size(), levels_), *spots);
  }
  std::sort(spots->begin(), spots->end(), stronger);
  if (spots->size() > options_.max_spots) {
    spots_cut_ = spots->size() - options_.max_spots;
    spots->resize(options_.max_spots);
  }
  return std::move(*spots);
}

}  // namespace nightjar
