#include "processing/thermal/warm_areas.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <opencv2/core/types.hpp>

namespace nightjar {
namespace {

/// The first column from `x` on that is not zero; `width` where none is.
int next_warm(const std::uint8_t* row, int x, int width) {
  for (; x + 8 <= width; x += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, row + x, sizeof eight);
    if (eight != 0) break;
  }
  while (x < width && row[x] == 0) ++x;
  return x;
}

void add_runs(const cv::Mat& mask, int y, std::vector<WarmRun>& runs) {
  const auto* row = mask.ptr<std::uint8_t>(y);
  for (int x = next_warm(row, 0, mask.cols); x < mask.cols; x = next_warm(row, x, mask.cols)) {
    const int first = x;
    while (x < mask.cols && row[x] != 0) ++x;
    runs.push_back({y, first, x - 1});
  }
}

/// Sets of runs that hang together, each named by its first run.
class RunSets {
 public:
  explicit RunSets(std::size_t runs) : parent_(runs) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  std::size_t first_of(std::size_t run) {
    while (parent_[run] != run) {
      parent_[run] = parent_[parent_[run]];
      run = parent_[run];
    }
    return run;
  }
  void join(std::size_t a, std::size_t b) {
    a = first_of(a), b = first_of(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace

std::vector<WarmArea> warm_areas(const cv::Mat& mask) {
  assert(mask.empty() || mask.type() == CV_8UC1);
  std::vector<WarmRun> runs;
  for (int y = 0; y < mask.rows; ++y) add_runs(mask, y, runs);
  return warm_areas(runs);
}

std::vector<WarmArea> warm_areas(const std::vector<WarmRun>& runs, int least) {
  RunSets sets(runs.size());
  for (std::size_t above = 0, run = 0; run < runs.size(); ++run) {
    while (above < run && (runs[above].y < runs[run].y - 1 ||
                           (runs[above].y == runs[run].y - 1 && runs[above].last < runs[run].first - 1)))
      ++above;
    for (std::size_t touching = above;
         touching < run && runs[touching].y == runs[run].y - 1 && runs[touching].first <= runs[run].last + 1;
         ++touching)
      sets.join(touching, run);
  }
  std::vector<int> pixels(runs.size(), 0);  // by the first run
  for (std::size_t run = 0; run < runs.size(); ++run)
    pixels[sets.first_of(run)] += runs[run].last - runs[run].first + 1;
  std::vector<WarmArea> areas;
  std::vector<std::size_t> area_of(runs.size());
  for (std::size_t run = 0; run < runs.size(); ++run) {
    const std::size_t first = sets.first_of(run);
    if (pixels[first] < least) continue;
    if (first == run) {
      area_of[run] = areas.size();
      areas.emplace_back();
      areas.back().pixels = pixels[run];
    }
    WarmArea& area = areas[area_of[first]];
    area.runs.push_back(runs[run]);
    const cv::Rect row(runs[run].first, runs[run].y, runs[run].last - runs[run].first + 1, 1);
    area.box = area.box.empty() ? row : area.box | row;
  }
  return areas;
}

}  // namespace nightjar
