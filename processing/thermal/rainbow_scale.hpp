#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nightjar {

/// A colour as video carries it, over the full range: luma 0 to 255, chroma about 0.
struct VideoColour {
  float y = 0, u = 0, v = 0;
};

/// The order of heat in rainbow palettes, in which brightness is none: from dark or blue over green, yellow
/// and red to dark red or white. Makers' rainbows differ in their shades; the order of their hues does not.
class RainbowScale {
 public:
  RainbowScale();

  /// How far a colour is from the nearest of the scale, and which that is, 0 coldest to 255.
  struct Place {
    float distance = 0;
    std::uint8_t heat = 0;
  };
  [[nodiscard]] Place place_of(const VideoColour& colour) const;

  /// `y`, `u`, `v` CV_8UC1 of one size, as decoded; `heat` becomes CV_8UC1 of that size.
  void heat_of(const cv::Mat& y, const cv::Mat& u, const cv::Mat& v, bool full_range, cv::Mat& heat);

 private:
  struct Stop {
    VideoColour colour;
    float heat;
  };
  void fill_table(bool full_range);

  std::vector<Stop> stops_;
  std::vector<std::uint8_t> table_;  ///< by 6 bits each of y, u, v
  bool full_range_ = false;          ///< of the table
};

/// A decoded pixel over the full range.
[[nodiscard]] VideoColour video_colour(std::uint8_t y, std::uint8_t u, std::uint8_t v, bool full_range);

}  // namespace nightjar
