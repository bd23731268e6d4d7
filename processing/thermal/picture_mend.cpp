#include "processing/thermal/picture_mend.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <opencv2/core.hpp>

namespace nightjar {
namespace {

constexpr int kReach_px = 40;  // of a donor; beyond, it says nothing of the place
const std::array<cv::Point, 8> kDirections = {
    {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};

bool is_good(const cv::Mat& pixels, const cv::Mat& areas, cv::Point at) {
  return pixels.at<std::uint8_t>(at) == 0 && (areas.empty() || areas.at<std::uint8_t>(at) == 0);
}

/// The row nearest to `y` that is not under the mask from edge to edge; -1: there is none.
int nearest_open_row(const cv::Mat& areas, int y) {
  for (int away = 1; away < areas.rows; ++away)
    for (const int row : {y - away, y + away})
      if (row >= 0 && row < areas.rows && cv::countNonZero(areas.row(row)) < areas.cols) return row;
  return -1;
}

}  // namespace

void PictureMend::set_masks(const cv::Mat& pixels, const cv::Mat& areas) {
  pixels_.clear();
  donors_.clear();
  rows_.clear();
  if (!areas.empty())
    for (const WarmArea& area : warm_areas(areas))
      for (const WarmRun& run : area.runs) {
        const bool whole = run.first == 0 && run.last + 1 == areas.cols;
        rows_.push_back({run, whole ? nearest_open_row(areas, run.y) : -1});
      }
  if (pixels.empty()) return;
  const cv::Rect picture({0, 0}, pixels.size());
  for (const WarmArea& area : warm_areas(pixels))
    for (const WarmRun& run : area.runs)
      for (int x = run.first; x <= run.last; ++x) {
        if (!areas.empty() && areas.at<std::uint8_t>(run.y, x) != 0) continue;
        Patched patched{static_cast<std::size_t>(run.y) * static_cast<std::size_t>(pixels.cols) +
                            static_cast<std::size_t>(x),
                        donors_.size(), 0};
        for (const cv::Point& step : kDirections) {
          cv::Point donor(x, run.y);
          int steps = 0;
          do {
            donor += step;
            ++steps;
          } while (picture.contains(donor) && steps <= kReach_px && !is_good(pixels, areas, donor));
          if (!picture.contains(donor) || steps > kReach_px) continue;
          donors_.push_back(static_cast<std::size_t>(donor.y) * static_cast<std::size_t>(pixels.cols) +
                            static_cast<std::size_t>(donor.x));
          ++patched.count;
        }
        if (patched.count > 0) pixels_.push_back(patched);
      }
}

void PictureMend::mend(cv::Mat& picture) const {
  if (idle()) return;
  assert(picture.isContinuous());
  picture.depth() == CV_16U ? mend_levels<std::uint16_t>(picture) : mend_levels<std::uint8_t>(picture);
}

template <typename Level>
void PictureMend::mend_levels(cv::Mat& picture) const {
  auto* levels = picture.ptr<Level>();
  for (const Patched& patched : pixels_) {
    std::uint32_t sum = 0;
    for (int i = 0; i < patched.count; ++i)
      sum += levels[donors_[patched.donors + static_cast<std::size_t>(i)]];
    const auto count = static_cast<std::uint32_t>(patched.count);
    levels[patched.at] = static_cast<Level>((sum + count / 2) / count);
  }
  for (const auto& [run, whole_row_from] : rows_) {
    auto* row = picture.ptr<Level>(run.y);
    if (whole_row_from >= 0) std::copy_n(picture.ptr<Level>(whole_row_from), picture.cols, row);
    const bool at_left = run.first > 0, at_right = run.last + 1 < picture.cols;
    if (!at_left && !at_right) continue;
    const double left = at_left ? row[run.first - 1] : row[run.last + 1];
    const double right = at_right ? row[run.last + 1] : left;
    const double step = (right - left) / (run.last - run.first + 2);
    for (int x = run.first; x <= run.last; ++x)
      row[x] = static_cast<Level>(std::lround(left + step * (x - run.first + 1)));
  }
}

}  // namespace nightjar
