#include "processing/thermal/widened_map.hpp"

#include <cassert>
#include <cmath>

namespace nightjar {
namespace {

WidenedMap::Step step_to(int place, int cells, double cell_px) {
  const auto at = static_cast<float>((place + 0.5) * (1 / cell_px) - 0.5);
  const int cell = static_cast<int>(std::floor(at));
  if (cell < 0) return {0, 0, 1, 0};
  if (cell + 1 >= cells) return {cells - 1, cells - 1, 1, 0};
  const float beyond = at - static_cast<float>(cell);
  return {cell, cell + 1, 1 - beyond, beyond};
}

void find_steps(int places, int cells, double cell_px, std::vector<WidenedMap::Step>& steps) {
  steps.clear();
  for (int place = 0; place < places; ++place) steps.push_back(step_to(place, cells, cell_px));
}

}  // namespace

void WidenedMap::widen(const cv::Mat& small, const cv::Size& picture, const cv::Size2d& cell_px) {
  assert(small.type() == CV_32FC1 && !small.empty());
  small_ = small;
  find_steps(picture.width, small.cols, cell_px.width, columns_);
  find_steps(picture.height, small.rows, cell_px.height, rows_);
}

WidenedMap::Row WidenedMap::row(int y, const cv::Range& part, std::vector<float>& cells) const {
  assert(!part.empty());
  const Step& between = rows_[static_cast<std::size_t>(y)];
  const auto *upper = small_.ptr<float>(between.first), *lower = small_.ptr<float>(between.second);
  cells.resize(static_cast<std::size_t>(small_.cols));
  const int end = columns_[static_cast<std::size_t>(part.end - 1)].second + 1;
  for (int i = columns_[static_cast<std::size_t>(part.start)].first; i < end; ++i)
    cells[static_cast<std::size_t>(i)] = upper[i] * between.of_first + lower[i] * between.of_second;
  return {cells.data(), columns_.data()};
}

}  // namespace nightjar
