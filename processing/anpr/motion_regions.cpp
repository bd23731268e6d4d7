#include "processing/anpr/motion_regions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {

namespace {

constexpr int kSampled = 7;              // every so many cells tell the picture's brightness and noise
constexpr float kDark = 16;              // grey levels below which a ratio says nothing
constexpr std::size_t kMostThings = 40;  // groups of changed cells looked at, strongest first
constexpr int kLeastMovingCells = 3;     // of a region that moves
constexpr double kSigmaOfMad = 1.4826;
constexpr double kMostNoise = 5;  // of a cell, grey levels: no camera is worse
constexpr std::chrono::milliseconds kReferenceAge{100};
constexpr std::chrono::seconds kLongestGap{1};
// What a search costs beyond its own area is an edge all round; pixels of the picture.
constexpr int kSearchEdge_px = 96;

/// Cells of `shrink` pixels, each the mean of every other row of its pixels: that is enough and half the
/// work.
cv::Mat cells_of(const cv::Mat& luma, int shrink) {
  const int rows = luma.rows / shrink;
  const int columns = luma.cols / shrink;
  const int skip = shrink % 2 == 0 ? 2 : 1;
  const cv::Mat read(rows * shrink / skip, columns * shrink, CV_8UC1, const_cast<uchar*>(luma.data),
                     luma.step * static_cast<std::size_t>(skip));
  cv::Mat cells;
  cv::resize(read, cells, {columns, rows}, 0, 0, cv::INTER_AREA);
  return cells;
}

float median(std::vector<float>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double search_cost(const cv::Rect& part) {
  return static_cast<double>(part.width + kSearchEdge_px) * (part.height + kSearchEdge_px);
}

/// Joins parts as long as one search costs less than two.
std::vector<MotionRegion> joined(std::vector<MotionRegion> regions) {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < regions.size(); ++i) {
      for (std::size_t j = i + 1; j < regions.size();) {
        const cv::Rect both = regions[i].part | regions[j].part;
        if (search_cost(both) > search_cost(regions[i].part) + search_cost(regions[j].part)) {
          ++j;
          continue;
        }
        regions[i] = {both, regions[i].moving || regions[j].moving};
        regions.erase(regions.begin() + static_cast<std::ptrdiff_t>(j));
        changed = true;
      }
    }
  }
  return regions;
}

/// A connected group of changed cells.
struct Group {
  cv::Rect cells;
  double strength = 0;
  int moving = 0;
};

std::vector<Group> groups_of(const cv::Mat& changed, const cv::Mat& moving, const cv::Mat& change,
                             const cv::Mat& tolerance) {
  cv::Mat grown, labels, stats, middles;
  cv::dilate(changed, grown, cv::Mat());
  const int count = cv::connectedComponentsWithStats(grown, labels, stats, middles, 8, CV_32S);
  std::vector<Group> groups(static_cast<std::size_t>(count));
  for (int y = 0; y < labels.rows; ++y) {
    const int* label = labels.ptr<int>(y);
    const uchar* is = changed.ptr<uchar>(y);
    for (int x = 0; x < labels.cols; ++x) {
      if (is[x] == 0) continue;
      Group& group = groups[static_cast<std::size_t>(label[x])];
      group.strength += double{change.at<uchar>(y, x) + 1.0} / (tolerance.at<uchar>(y, x) + 1.0);
      group.moving += moving.at<uchar>(y, x) != 0 ? 1 : 0;
    }
  }
  for (int i = 1; i < count; ++i)
    groups[static_cast<std::size_t>(i)].cells = {
        stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
        stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT)};
  groups.erase(groups.begin());  // what did not change
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.strength > b.strength; });
  if (groups.size() > kMostThings) groups.resize(kMostThings);
  return groups;
}

cv::Rect in_pixels(const cv::Rect& cells, int shrink) {
  return {cells.x * shrink, cells.y * shrink, cells.width * shrink, cells.height * shrink};
}

cv::Rect grown(const cv::Rect& box, int by, const cv::Rect& within) {
  const int across = by + box.width / 6;
  const int down = by * 2 / 3 + box.height / 6;
  return cv::Rect(box.x - across, box.y - down, box.width + 2 * across, box.height + 2 * down) & within;
}

}  // namespace

void MotionRegions::begin(const cv::Mat& cells, CaptureTime at) {
  cells.convertTo(background_, CV_32F);
  reference_ = cells;
  reference_at_ = at;
}

void MotionRegions::follow_brightness(const cv::Mat& cells) {
  std::vector<float> ratios;
  for (int i = 0; i < static_cast<int>(cells.total()); i += kSampled) {
    const float before = background_.at<float>(i / cells.cols, i % cells.cols);
    if (before >= kDark)
      ratios.push_back(static_cast<float>(cells.at<uchar>(i / cells.cols, i % cells.cols)) / before);
  }
  if (ratios.size() < cells.total() / (4 * kSampled)) return;  // dark: there is nothing to follow
  background_ *= static_cast<double>(std::clamp(median(ratios), 0.25F, 4.0F));
}

cv::Mat MotionRegions::tolerance(const cv::Mat& cells) const {
  std::vector<float> off;
  for (int i = 0; i < static_cast<int>(cells.total()); i += kSampled) {
    const int y = i / cells.cols;
    const int x = i % cells.cols;
    off.push_back(std::abs(static_cast<float>(cells.at<uchar>(y, x)) - background_.at<float>(y, x)));
  }
  // Where half of the cells changed their spread is not noise.
  const double noise = std::min(kSigmaOfMad * static_cast<double>(median(off)), kMostNoise);
  cv::Mat known, contrast, tolerance;
  background_.convertTo(known, CV_8U);
  cv::morphologyEx(known, contrast, cv::MORPH_GRADIENT, cv::Mat::ones(3, 3, CV_8U));
  contrast.convertTo(tolerance, CV_8U, options_.shake_share,
                     std::max(options_.least_change, options_.noise_times * noise));
  return tolerance;
}

void MotionRegions::learn(const cv::Mat& cells, const cv::Mat& changed, const cv::Mat& moving,
                          std::chrono::duration<double> passed) {
  const auto share = [&](std::chrono::milliseconds memory) {
    return 1 - std::exp(-passed / std::chrono::duration<double>(memory));
  };
  cv::accumulateWeighted(cells, background_, share(options_.quiet_memory), ~changed);
  cv::accumulateWeighted(cells, background_, share(options_.standing_memory), changed & ~moving);
  cv::accumulateWeighted(cells, background_, share(options_.moving_memory), changed & moving);
}

Motion MotionRegions::update(const cv::Mat& luma, CaptureTime at) {
  Motion motion;
  const bool anew = !last_ || at < *last_ || at - *last_ > kLongestGap || luma.size() != picture_;
  const std::chrono::duration<double> passed = anew ? CaptureTime::duration(0) : at - *last_;
  picture_ = luma.size();
  last_ = at;
  shrink_ = std::max(1, std::max(luma.cols, luma.rows) / options_.watched_px);
  if (std::min(luma.cols, luma.rows) < 4 * shrink_) {
    motion.everything = true;
    last_.reset();
    return motion;
  }
  const cv::Mat cells = cells_of(luma, shrink_);
  if (anew) {
    begin(cells, at);
    motion.everything = true;
    return motion;
  }
  follow_brightness(cells);
  const cv::Mat allowed = tolerance(cells);
  cv::Mat known, change, step;
  background_.convertTo(known, CV_8U);
  cv::absdiff(cells, known, change);
  cv::absdiff(cells, reference_, step);
  const cv::Mat changed = change > allowed;
  cv::Mat moving = step > allowed;
  if (cv::countNonZero(changed) > options_.everything_share * static_cast<double>(cells.total())) {
    begin(cells, at);
    motion.everything = true;
    return motion;
  }
  cv::dilate(moving, moving, cv::Mat());
  const int margin_px = static_cast<int>(options_.margin * std::max(luma.cols, luma.rows));
  for (const Group& group : groups_of(changed, moving, change, allowed)) {
    if (group.strength < options_.least_strength) break;
    const cv::Rect thing = in_pixels(group.cells, shrink_);
    motion.things.push_back(thing);
    motion.regions.push_back(
        {grown(thing, margin_px, cv::Rect({}, luma.size())), group.moving >= kLeastMovingCells});
  }
  motion.regions = joined(std::move(motion.regions));
  learn(cells, changed, moving, passed);
  if (at - reference_at_ >= kReferenceAge) {
    reference_ = cells;
    reference_at_ = at;
  }
  return motion;
}

}  // namespace nightjar
