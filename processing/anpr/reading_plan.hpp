#pragma once

#include <chrono>
#include <optional>

#include "processing/anpr/plate_track.hpp"

namespace nightjar {

struct ReadingPlanOptions {
  /// The first frames of a plate whose reads make some sense are all read: they give the alert.
  int first_reads = 4;
  /// Then it is read this often until it is sure: frames close together share their errors, and count as
  /// three reads however many they are.
  std::chrono::milliseconds unsure_every{75};
  /// After so many reads that left it unsure, or where none made sense, this often.
  int many_reads = 10;
  std::chrono::milliseconds doubtful_every{200};
  /// A sure plate is read again after this long, to notice that another vehicle has taken its place.
  std::chrono::milliseconds check_every{400};
  /// What stands shows the same again and again: by so much more seldom.
  int standing_times = 5;
  /// A plate that is wider by this factor than it ever was when read is worth a read.
  double nearer = 1.15;
  /// Half a width from where it was expected it may be another vehicle's.
  double jump_widths = 0.5;
};

/// What was done so far to read a plate.
struct ReadsSoFar {
  int reads = 0;
  std::optional<CaptureTime> last;
  double widest_px = 0;
};

/// What is known of a plate that one may read.
struct PlateStanding {
  bool sure = false;       ///< nothing to be gained by more frames
  bool promising = false;  ///< its reads make some sense
  bool standing = false;   ///< has not moved for a while
};

/// Whether a plate now `seen` that was `expected` where it is likely to be adds to what its pass knows.
[[nodiscard]] bool worth_another_read(const ReadsSoFar& so_far, const PlateStanding& is,
                                      const PlatePlace& seen, const PlatePlace& expected,
                                      const ReadingPlanOptions& options);

}  // namespace nightjar
