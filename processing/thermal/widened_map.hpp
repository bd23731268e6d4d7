#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// A small map spread over a large picture: linear between the middles of its cells, level beyond those at
/// the edge. Worked out only where it is asked for.
class WidenedMap {
 public:
  /// Between two cells of a row or a column.
  struct Step {
    int first = 0, second = 0;
    float of_first = 1, of_second = 0;
  };

  /// One row of the picture. Valid until the next widen().
  struct Row {
    const float *upper = nullptr, *lower = nullptr;
    float of_upper = 1, of_lower = 0;
    const Step* columns = nullptr;

    [[nodiscard]] float at(int x) const {
      const Step& c = columns[x];
      return (upper[c.first] * c.of_first + upper[c.second] * c.of_second) * of_upper +
             (lower[c.first] * c.of_first + lower[c.second] * c.of_second) * of_lower;
    }
  };

  /// `small` is CV_32FC1 and not empty; a cell of it is so many pixels large. It is read later, too.
  void widen(const cv::Mat& small, const cv::Size& picture, const cv::Size2d& cell_px);

  [[nodiscard]] Row row(int y) const {
    const Step& r = rows_[static_cast<std::size_t>(y)];
    return {small_.ptr<float>(r.first), small_.ptr<float>(r.second), r.of_first, r.of_second,
            columns_.data()};
  }

 private:
  cv::Mat small_;
  std::vector<Step> columns_, rows_;
};

}  // namespace nightjar
