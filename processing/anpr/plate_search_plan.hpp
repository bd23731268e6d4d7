#pragma once

#include <chrono>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "ingest/telemetry.hpp"
#include "processing/anpr/motion_regions.hpp"
#include "processing/anpr/plate_detector.hpp"

namespace nightjar {

struct PlateSearchPlanOptions {
  /// A part that moves is searched this often: every third frame of 25 a second. The plate of a vehicle at
  /// 31 m/s can be read for 0.35 s, so it gets three searches, and is followed from the first that finds it.
  std::chrono::milliseconds moving_every{110};
  /// The same where nothing moves, and where a plate is followed and read already and there is hardly room
  /// for another vehicle.
  std::chrono::milliseconds settled_every{400};
  /// That room, in widths of the plate: a lorry with the margin around it.
  double vehicle_widths = 8;
  /// The whole picture, for plates that stand and for what motion does not show.
  std::chrono::milliseconds whole_every{1500};
  /// The whole picture when all of it is new: a camera that keeps turning is searched no more often.
  std::chrono::milliseconds everything_every{250};
  /// Frames further apart than this have little to do with each other: each is searched whole.
  std::chrono::milliseconds frames_apart{250};
};

/// What to search in a frame.
struct PlateSearch {
  bool whole = false;
  std::vector<PlateSearchPart> parts;  ///< where not the whole
};

/// Decides where, how fine and when to look for plates that are not yet followed. What moves and has been
/// searched without a plate of it being read is searched finer every second time: a motorcycle's is small and
/// soon gone. Knows no time but that of the frames.
class PlateSearchPlan {
 public:
  explicit PlateSearchPlan(PlateSearchPlanOptions options = {}) : options_(options) {}

  /// `read` are the places of plates that are followed and have been read. A frame that is older than the
  /// last one begins everything anew.
  [[nodiscard]] PlateSearch next(CaptureTime at, const Motion& motion, const std::vector<cv::Rect>& read);

 private:
  struct Searched {
    cv::Rect part;
    CaptureTime at;
    int times = 0;
  };

  [[nodiscard]] bool whole_due(CaptureTime at, const Motion& motion) const;
  /// The search of the part, as far as the parts of the last frame tell: the oldest that may be it.
  [[nodiscard]] std::optional<Searched> searched(const cv::Rect& part) const;

  PlateSearchPlanOptions options_;
  std::vector<Searched> searched_;
  std::optional<CaptureTime> whole_at_;
  std::optional<CaptureTime> last_;
};

}  // namespace nightjar
