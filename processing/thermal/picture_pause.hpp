#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Why a picture shows nothing new.
enum class PicturePause {
  frozen,  ///< the picture before once more, as while a sensor recalibrates
  blank,   ///< its shutter is closed
};

struct PicturePauseOptions {
  double same_share = 0.97;    ///< of the pixels that a frozen picture repeats; noise leaves fewer than 0.7
  double same_change = 0.55;   ///< of the usual change: what an encoder makes of the same picture
  double blank_spread = 0.15;  ///< of the usual spread of levels: less is blank
  std::chrono::milliseconds longest{2000};  ///< what lasts longer is a scene that stands still, or is even
  double moved_m = 2, moved_deg = 2;  ///< of the camera meanwhile: then it is frozen however long it lasts
};

/// Notices pictures that show nothing new: a sensor that recalibrates freezes or blanks its picture for up to
/// a second, and what stands in them is neither seen again nor gone.
class PicturePauseWatch {
 public:
  explicit PicturePauseWatch(const PicturePauseOptions& options = {}) : options_(options) {}

  /// nullopt: a picture of the scene. `levels` is CV_8UC1 or CV_16UC1.
  [[nodiscard]] std::optional<PicturePause> look(const cv::Mat& levels, CaptureTime captured_at,
                                                 const std::optional<Telemetry>& telemetry);

 private:
  [[nodiscard]] std::optional<PicturePause> judge(const cv::Mat& levels);
  [[nodiscard]] bool camera_moved(const std::optional<Telemetry>& telemetry) const;

  PicturePauseOptions options_;
  cv::Size size_;
  std::vector<std::uint16_t> last_, now_;  ///< every fourth pixel of every fourth row
  double usual_change_ = 0;  ///< mean, in levels, of pictures that show something new; 0: none yet
  double usual_spread_ = 0;
  bool frozen_ = false;
  std::optional<CaptureTime> paused_at_;
  std::optional<Telemetry> before_;  ///< the pause
};

}  // namespace nightjar
