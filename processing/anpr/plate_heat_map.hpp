#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <vector>

namespace nightjar {

/// Where a plate may be, before its corners are known. Pixels of the picture given.
struct PlateCandidate {
  cv::Rect2f box;
  float heat = 0;  ///< 0 to 1
};

/// Looks for plates 14 to 190 px wide in one picture, by a small convolutional network that answers at every
/// eighth pixel. Owns its network: use it from one thread, and always with pictures of one size where time
/// counts.
class PlateHeatMap {
 public:
  PlateHeatMap();
  ~PlateHeatMap();
  PlateHeatMap(PlateHeatMap&&) noexcept;
  PlateHeatMap& operator=(PlateHeatMap&&) noexcept;

  /// `luma` is CV_8UC1 of any size. Peaks at or above `threshold`, in no order; neighbours may overlap.
  [[nodiscard]] std::vector<PlateCandidate> find(const cv::Mat& luma, float threshold);

 private:
  struct Network;
  std::unique_ptr<Network> network_;
};

}  // namespace nightjar
