#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "processing/ground/camera_model.hpp"
#include "processing/ground/ground_projector.hpp"

namespace nightjar {

struct CoverageOptions {
  double cell_m = 5;
  double step_px = 10;        ///< between the lines of sight that are followed
  double farthest_m = 2000;   ///< a line of sight that meets the ground farther off covers nothing
  double least_px_per_m = 1;  ///< with less a person is no pixel: not seen
  std::chrono::milliseconds looks_apart{1000};  ///< pictures in between are the same look
  std::size_t most_cells = 400'000;             ///< 10 km2; what is beyond them is counted
};

/// A square of ground on which the camera has looked.
struct CoverageCell {
  double best_px_per_m = 0;
  std::uint32_t looks = 0;
  std::uint32_t poor_looks = 0;  ///< of them with poor contrast
};

/// One picture, as far as it tells what ground it showed.
struct CoverageView {
  CaptureTime captured_at;
  bool poor = false;  ///< contrast that would not have shown a body
};

/// Keeps where a camera has looked, in squares of the ground. It says where was looked and how well, and
/// never that nobody is there. For one thread.
class CoverageMap {
 public:
  explicit CoverageMap(CoverageOptions options = {});
  ~CoverageMap();
  CoverageMap(const CoverageMap&) = delete;
  CoverageMap& operator=(const CoverageMap&) = delete;

  /// Whether a picture of that time is a look of its own.
  [[nodiscard]] bool is_due(CaptureTime captured_at) const;

  void look(const CoverageView& view, const CameraModel& camera, const GroundProjector& ground);

  /// Squares by their place east and north of the first, in cells.
  using Cells = std::map<std::pair<std::int32_t, std::int32_t>, CoverageCell>;
  [[nodiscard]] const Cells& cells() const { return cells_; }

  /// Corners of a row of `count` squares from one on, counter-clockwise from south-west, as longitude and
  /// latitude in degrees.
  [[nodiscard]] std::vector<std::pair<double, double>> corners(std::int32_t east, std::int32_t north,
                                                               std::int32_t count = 1) const;

  [[nodiscard]] const CoverageOptions& options() const { return options_; }
  [[nodiscard]] std::uint32_t looks() const { return looks_; }
  [[nodiscard]] std::uint64_t beyond() const { return beyond_; }  ///< squares left out for want of room

 private:
  struct Plane;

  CoverageOptions options_;
  std::unique_ptr<Plane> plane_;  ///< null before the first look
  Cells cells_;
  std::optional<CaptureTime> looked_at_;
  std::uint32_t looks_ = 0;
  std::uint64_t beyond_ = 0;
};

}  // namespace nightjar
