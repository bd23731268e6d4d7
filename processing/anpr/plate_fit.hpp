#pragma once

#include <opencv2/core/types.hpp>
#include <optional>
#include <tuple>
#include <vector>

#include "processing/anpr/plate_read.hpp"
#include "processing/anpr/plate_track.hpp"

namespace nightjar {

struct PlateFitOptions {
  /// Likeness of marks (mark_likeness) below which two vehicles are meant.
  double different = 0.5;
  /// Confidence from which a mark tells one vehicle from another, and below which a text tells nothing.
  double telling = 0.5;
  double least_confidence = 0.1;
  /// A mark of so many characters, read the same twice, is no chance; then the plate may be so many widths
  /// off.
  std::size_t long_mark = 5;
  double same_mark_reach = 40;
  /// Where only one of the two was read, so that only the place says that they belong together: widths that
  /// the plate may be off, at once and more for each second since the pass was last seen, and how long a pass
  /// that could not be read is waited for.
  double silent_reach = 0.7;
  double silent_reach_per_s = 4;
  std::chrono::milliseconds silent_for{600};
  /// The same for what stands: it does not leap.
  double standing_reach = 0.35;
  double standing_reach_per_s = 1;
  /// What moves and has not shown its mark for so long is known by its mark only: in the distance one vehicle
  /// is taken for the next.
  std::chrono::milliseconds told_within{1000};
};

/// What is known of a pass that a plate may belong to.
struct PlateFollowed {
  const PlateTrack& track;
  const PlateText& text;  ///< empty where nothing could be read
  bool standing = false;
  bool parked = false;
  CaptureTime last_told{};  ///< when its mark was last read
};

/// How badly a plate fits the pass: 0 is best, negative where the marks agree; nothing where it cannot be the
/// same vehicle. `picture` is the size of the frame: who has left it is known by the mark only.
[[nodiscard]] std::optional<double> misfit(const PlateFollowed& pass, const PlatePlace& place,
                                           const std::optional<PlateText>& text, const cv::Size& picture,
                                           const PlateFitOptions& options);

/// How badly a plate fits a pass; the numbers are the caller's.
using PlateFit = std::tuple<double, std::size_t, std::size_t>;  // misfit, plate, pass

/// The pass of each plate, if it fits any: the best fit first, each pass and plate once.
[[nodiscard]] std::vector<std::optional<std::size_t>> best_fits(std::vector<PlateFit> fits,
                                                                std::size_t plates, std::size_t passes);

}  // namespace nightjar
