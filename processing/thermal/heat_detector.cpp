#include "processing/thermal/heat_detector.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <utility>

#include "processing/thermal/warm_areas.hpp"

namespace nightjar {
namespace {

constexpr int kFillsFineWindow = Surroundings::kWindow * Surroundings::kWindow;  // of the shrunken picture
constexpr double kMinFill = 0.4;  // of its box that a large body fills; less: a bent edge

/// A picture with what is known of it.
template <typename Level>
struct Relief {
  const cv::Mat& levels;
  const Shrunken& squares;
  const Surroundings& about;
  float sign = 1;  ///< of hotter: -1 where black is hot
  std::vector<float> surroundings_cells, noise_cells;

  struct Row {
    const Level* levels;
    WidenedMap::Row surroundings, noise;
    float sign;

    [[nodiscard]] float above(int x) const {
      return sign * (static_cast<float>(levels[x]) - surroundings.at(x));
    }
  };
  /// Good for the columns of `part`, until the next is asked for.
  [[nodiscard]] Row row(int y, const cv::Range& part) {
    return {levels.ptr<Level>(y), about.level().row(y, part, surroundings_cells),
            about.noise().row(y, part, noise_cells), sign};
  }
};

/// By row of squares: which of them may hold pixels that stand out, by their extremes and by the bounds of
/// what is about their pixels.
class SquareSieve {
 public:
  template <typename Level>
  SquareSieve(const Relief<Level>& relief, float sigmas)
      : sign_(relief.sign),
        sigmas_(sigmas),
        extremes_(sign_ > 0 ? relief.squares.highest : relief.squares.lowest),
        levels_(sign_ > 0 ? relief.about.least_levels() : relief.about.greatest_levels()),
        noise_(relief.about.least_noise()),
        beyond_(static_cast<std::size_t>(extremes_.cols)) {}

  /// The level, times the sign, that a pixel of that square is above where it stands out.
  [[nodiscard]] float least(int row, int column) const {
    return sign_ * levels_.at<float>(row, column) + noise_.at<float>(row, column) * sigmas_ - kRounding;
  }

  void sift(int row, std::vector<int>& columns) {
    const auto* extreme = extremes_.ptr<float>(row);
    const auto* level = levels_.ptr<float>(row);
    const auto* noise = noise_.ptr<float>(row);
    const int count = extremes_.cols;
    // By itself, so that compilers turn it into vector instructions; few squares pass.
    float* beyond = beyond_.data();
    for (int column = 0; column < count; ++column)
      beyond[column] = sign_ * (extreme[column] - level[column]) - noise[column] * sigmas_ + kRounding;
    columns.clear();
    for (int column = 0; column < count; ++column)
      if (beyond[column] > 0) columns.push_back(column);
  }

 private:
  static constexpr float kRounding = 0.01F;  // levels
  float sign_, sigmas_;
  cv::Mat extremes_, levels_, noise_;
  std::vector<float> beyond_;  ///< of a row: by how much it may stand out
};

/// Marks what stands out; how many pixels do.
template <typename Level>
std::size_t mark_hot(Relief<Level>& relief, float sigmas, PixelBits& hot) {
  SquareSieve sieve(relief, sigmas);
  const cv::Size shrunken = relief.squares.mean.size(), picture = relief.levels.size();
  struct Part {
    int first, end;  ///< columns of pixels
    float least;     ///< level of what stands out there, times the sign
  };
  std::vector<int> columns;
  std::vector<Part> parts;
  std::size_t count = 0;
  for (int square_row = 0; square_row < shrunken.height; ++square_row) {
    sieve.sift(square_row, columns);
    if (columns.empty()) continue;
    parts.clear();
    for (const int column : columns) {
      const cv::Rect square = Shrunken::square(shrunken, picture, {column, square_row});
      parts.push_back({square.x, square.br().x, sieve.least(square_row, column)});
    }
    const cv::Rect first = Shrunken::square(shrunken, picture, {columns.front(), square_row});
    for (int y = first.y; y < first.br().y; ++y) {
      const auto row = relief.row(y, {parts.front().first, parts.back().end});
      const auto may = [&](int x) { return relief.sign * static_cast<float>(row.levels[x]); };
      const auto does = [&](int x) { return row.above(x) > row.noise.at(x) * sigmas; };
      for (const Part& part : parts) {
        const int x = part.first;
        if (part.end - x == Shrunken::kSide_px) {  // without a branch for each, guessed wrong half the time
          const float most = std::max(std::max(may(x), may(x + 1)), std::max(may(x + 2), may(x + 3)));
          if (!(most > part.least)) continue;
          const unsigned four = unsigned{does(x)} | unsigned{does(x + 1)} << 1U |
                                unsigned{does(x + 2)} << 2U | unsigned{does(x + 3)} << 3U;
          if (four == 0) continue;
          hot.set_four(x, y, four);
          count += (four & 1U) + (four >> 1U & 1U) + (four >> 2U & 1U) + (four >> 3U);
          continue;
        }
        for (int each = x; each < part.end; ++each) {
          if (!does(each)) continue;
          hot.set(each, y);
          ++count;
        }
      }
    }
  }
  return count;
}

/// What a spot is, at one of the two sizes.
struct SpotLimits {
  double peak_sigmas = 0;
  int min_area_px = 0;
  int closing_px = 0;
};

/// Sums over the pixels of one connected area.
struct AreaSums {
  double weight = 0, wx = 0, wy = 0;
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  float contrast = 0, level_above = 0, peak_level = 0;
};

template <typename Level>
AreaSums sums_of(Relief<Level>& relief, const WarmArea& area) {
  AreaSums s;
  for (const WarmRun& run : area.runs) {
    const int y = run.y;
    const auto row = relief.row(y, {run.first, run.last + 1});
    for (int x = run.first; x <= run.last; ++x) {
      const float above = row.above(x), contrast = above / row.noise.at(x);
      const double weight = std::max(0.0F, above);
      s.weight += weight, s.wx += weight * x, s.wy += weight * y;
      s.n += 1, s.x += x, s.y += y, s.xx += double{1} * x * x, s.yy += double{1} * y * y,
          s.xy += double{1} * x * y;
      if (contrast > s.contrast) {
        s.contrast = contrast;
        s.level_above = above;
        s.peak_level = static_cast<float>(row.levels[x]);
      }
    }
  }
  return s;
}

HeatSpot spot_of(const AreaSums& s, const cv::Rect& box) {
  HeatSpot spot;
  spot.centre_px = cv::Point2f(static_cast<float>(s.wx / s.weight), static_cast<float>(s.wy / s.weight));
  spot.box = box;
  spot.area_px = static_cast<float>(s.n);
  spot.contrast = s.contrast;
  spot.level_above = s.level_above;
  spot.peak_level = s.peak_level;
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
template <typename Level>
std::optional<std::vector<HeatSpot>> spots_of(Relief<Level> relief, const SpotLimits& limits,
                                              const HeatDetectorOptions& options, PixelBits& hot) {
  hot.clear(relief.levels.size());
  const std::size_t count = mark_hot(relief, static_cast<float>(options.extent_sigmas), hot);
  if (static_cast<double>(count) > options.max_hot_fraction * static_cast<double>(relief.levels.total()))
    return {};
  hot.close(limits.closing_px);
  std::vector<HeatSpot> spots;
  for (const WarmArea& area : warm_areas(hot.runs(), limits.min_area_px)) {
    const AreaSums sums = sums_of(relief, area);
    if (double{sums.contrast} < limits.peak_sigmas || sums.weight <= 0) continue;
    const HeatSpot spot = spot_of(sums, area.box);
    if (double{spot.length_px} <= options.max_length * relief.levels.cols) spots.push_back(spot);
  }
  return spots;
}

std::optional<std::vector<HeatSpot>> spots_in(const cv::Mat& levels, const Shrunken& squares,
                                              const Surroundings& about, const SpotLimits& limits,
                                              const HeatDetectorOptions& options, PixelBits& hot) {
  const float sign = options.polarity == HeatPolarity::white_hot ? 1 : -1;
  switch (levels.type()) {
    case CV_8UC1:
      return spots_of<std::uint8_t>({levels, squares, about, sign, {}, {}}, limits, options, hot);
    case CV_16UC1:
      return spots_of<std::uint16_t>({levels, squares, about, sign, {}, {}}, limits, options, hot);
    default:
      return spots_of<float>({levels, squares, about, sign, {}, {}}, limits, options, hot);
  }
}

/// A spot of the shrunken picture in pixels of the whole one.
HeatSpot in_full(const HeatSpot& small, const cv::Size& shrunken, const cv::Size& picture) {
  constexpr float kSide = Shrunken::kSide_px;
  HeatSpot spot = small;
  const auto in_full_px = [](float place) {
    return static_cast<float>((double{place} + 0.5) * Shrunken::kSide_px) - 0.5F;
  };
  spot.centre_px = {in_full_px(small.centre_px.x), in_full_px(small.centre_px.y)};
  spot.area_px = small.area_px * kSide * kSide;
  spot.length_px = small.length_px * kSide;
  spot.width_px = small.width_px * kSide;
  spot.box = Shrunken::square(shrunken, picture, small.box.tl()) |
             Shrunken::square(shrunken, picture, small.box.br() - cv::Point(1, 1));
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
  const auto least_noise = static_cast<float>(options_.min_noise_levels);
  const auto noise_share = static_cast<float>(luma.depth() == CV_8U ? options_.eight_bit_noise : 1);
  shrink(luma, small_);
  fine_.learn(luma, small_.mean, least_noise, noise_share);
  auto spots = spots_in(luma, small_, fine_,
                        {options_.peak_sigmas, options_.min_area_px, options_.closing_px}, options_, hot_);
  flooded_ = !spots;
  if (flooded_) return {};
  shrink(small_.mean, smaller_);
  coarse_.learn(small_.mean, smaller_.mean, least_noise, noise_share);
  const auto large = spots_in(small_.mean, smaller_, coarse_,
                              {options_.large_peak_sigmas, kFillsFineWindow, 0}, options_, hot_);
  for (const HeatSpot& whole : large.value_or(std::vector<HeatSpot>{})) {
    if (is_compact(whole)) put_over_pieces(in_full(whole, small_.mean.size(), luma.size()), *spots);
  }
  std::sort(spots->begin(), spots->end(), stronger);
  if (spots->size() > options_.max_spots) {
    spots_cut_ = spots->size() - options_.max_spots;
    spots->resize(options_.max_spots);
  }
  return std::move(*spots);
}

}  // namespace nightjar
