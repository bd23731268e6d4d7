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

  /// Part of a row of the picture.
  struct Row {
    const float* cells = nullptr;  ///< of the map, between its rows
    const Step* columns = nullptr;

    [[nodiscard]] float at(int x) const {
      const Step& c = columns[x];
      return cells[c.first] * c.of_first + cells[c.second] * c.of_second;
    }
  };

  /// `small` is CV_32FC1 and not empty; a cell of it is so many pixels large. It is read later, too.
  void widen(const cv::Mat& small, const cv::Size& picture, const cv::Size2d& cell_px);

  /// Good for the columns of `part`, until the next widen() or change of `cells`, whose memory it takes.
  [[nodiscard]] Row row(int y, const cv::Range& part, std::vector<float>& cells) const;

 private:
  cv::Mat small_;
  std::vector<Step> columns_, rows_;
};

}  // namespace nightjar
