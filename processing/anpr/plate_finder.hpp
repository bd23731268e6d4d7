#pragma once

#include <chrono>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "processing/anpr/motion_regions.hpp"
#include "processing/anpr/plate_detector.hpp"
#include "processing/anpr/plate_passes.hpp"
#include "processing/anpr/plate_search_plan.hpp"

namespace nightjar {

struct PlateFinderOptions {
  PlateDetectorOptions detector;
  PlateSearchPlanOptions plan;
  /// A known plate is searched for where it is expected until it is unseen for this long; then only the
  /// search of what moves finds it.
  std::chrono::milliseconds lost_after{300};
  /// A plate that stands where nothing moves is looked for this often: it must not seem gone (1.5 s).
  std::chrono::milliseconds standing_every{400};
  /// A plate that has had its first reads is looked for this often; before, in every frame. One whose first
  /// read made no sense is left to the search of what moves.
  std::chrono::milliseconds settled_every{110};
  /// So far around its expected place, in widths of the plate: as far as 31 m/s may carry it in a frame of 25
  /// a second while its speed is not known, and what a known one is off.
  double reach_unknown_widths = 2.5;
  double reach_known_widths = 0.8;
  /// Known plates narrower than this are searched for at the finer scale: it costs little around one plate.
  int small_px = 80;
};

/// How often the parts of a frame were searched, for those who tune.
struct PlateFinderWork {
  std::uint64_t follows = 0;   ///< of plates where they were expected
  std::uint64_t searches = 0;  ///< of parts that moved
  std::uint64_t wholes = 0;    ///< of the whole picture
};

/// Finds the plates in each frame of a video: searches close around where the known ones are expected, for
/// others where something moved, and everywhere now and then. One thread: it owns its networks.
class PlateFinder {
 public:
  explicit PlateFinder(PlateFinderOptions options = {});

  /// `luma` is CV_8UC1; `expected` are the passes that are open. Those who are not due are left out of the
  /// answer: not to have been found in a frame says nothing.
  [[nodiscard]] std::vector<PlateBox> find(const PlateFrame& frame, const cv::Mat& luma, const Motion& motion,
                                           const std::vector<ExpectedPlate>& expected);

  [[nodiscard]] const PlateFinderWork& work() const { return work_; }

 private:
  [[nodiscard]] bool due(const ExpectedPlate& plate, CaptureTime at, bool moving_there) const;

  PlateFinderOptions options_;
  PlateDetector detector_;
  PlateSearchPlan plan_;
  PlateFinderWork work_;
  std::optional<CaptureTime> standing_at_;  // when those that stand were last looked at
  bool standing_due_ = false;
};

}  // namespace nightjar
