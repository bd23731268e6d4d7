#pragma once

#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "processing/thermal/warm_areas.hpp"

namespace nightjar {

/// Replaces the pixels under a mask by what is about them, so that they are neither warm nor cold: few pixels
/// by the mean of the nearest good ones in eight directions, areas by rows from edge to edge.
class PictureMend {
 public:
  /// Both masks CV_8UC1 of one size, or empty: scattered pixels, and areas.
  void set_masks(const cv::Mat& pixels, const cv::Mat& areas);

  /// `picture` CV_8UC1 or CV_16UC1 of the masks' size; continuous.
  void mend(cv::Mat& picture) const;

  [[nodiscard]] bool idle() const { return pixels_.empty() && rows_.empty(); }

 private:
  struct Patched {
    std::size_t at = 0, donors = 0;  ///< first of its donors
    int count = 0;
  };
  struct Bridged {
    WarmRun run;
    int whole_row_from = -1;  ///< where the run is a whole row: the nearest row that is not
  };
  template <typename Level>
  void mend_levels(cv::Mat& picture) const;

  std::vector<Patched> pixels_;
  std::vector<std::size_t> donors_;
  std::vector<Bridged> rows_;
};

}  // namespace nightjar
