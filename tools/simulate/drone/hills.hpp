#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <optional>

namespace nightjar {

/// The shape of the ground: heights over the flight's level plane, local axes (east, north, up from the
/// middle). Bilinear between nodes 2 m apart, as far as 320 m from the middle; beyond that the edge goes on.
class Hills {
 public:
  Hills() = default;  ///< level ground
  /// Rolling hills, up to about 10 m over and under the middle, nowhere steeper than one in four.
  explicit Hills(std::uint64_t seed);

  [[nodiscard]] bool level() const { return nodes_m_.empty(); }
  [[nodiscard]] double height_m(cv::Point2d at) const;
  /// Rise to the east and to the north, metres a metre.
  [[nodiscard]] cv::Point2d slope_at(cv::Point2d at) const;

  /// Where a line of sight meets the ground; nullopt where it does not look down by more than about 5
  /// degrees.
  [[nodiscard]] std::optional<cv::Point3d> meet(const cv::Point3d& from, const cv::Point3d& direction) const;

 private:
  cv::Mat nodes_m_;  ///< CV_32FC1, row 0 in the south, column 0 in the west
};

}  // namespace nightjar
