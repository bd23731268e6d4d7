#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "ingest/telemetry.hpp"
#include "processing/thermal/level_share.hpp"
#include "processing/thermal/scene_shift.hpp"

namespace nightjar {

struct FixedPatternOptions {
  double step_px = 12;  ///< that the scene has moved from one look to the next
  std::chrono::milliseconds step_time{150};
  std::chrono::milliseconds later_time{500};  ///< likewise, once as much is known as is kept
  double memory = 24;                         ///< looks that the running means go back
  double stands_out = 2;                      ///< of text: mean deviations from the surroundings
  double pixel_stands_out = 3;                ///< of a bad pixel
  int text_looks = 2;                         ///< before text is believed; the first picture is one
  int pixel_looks = 16;                       ///< before a bad pixel is
  std::chrono::seconds pixel_time{5};         ///< likewise, since the first look
  int bad_pixel_px = 3;         ///< bad pixels are clusters of this size at most; bodies are larger
  double extreme_share = 0.25;  ///< of the looks in which a pixel of text is white or black; at first more
  double stroke_px = 5;         ///< at 640 pixels of width: what is thicker is no text
  double most = 0.15;           ///< of the picture that may be fixed; more is no text but a fault
};

/// Learns what is fixed in the picture while the scene moves behind it: stuck pixels of the sensor, and text
/// and symbols that were written over the video.
///
/// Looks only when the scene has moved, so that somebody who lies still under a drone that stands still is
/// never taken for a part of the picture. Somebody whom a drone keeps in its cross while it flies is safe by
/// size: bad pixels are at most 3 x 3, text is thin strokes of white or black.
class FixedPattern {
 public:
  explicit FixedPattern(const FixedPatternOptions& options = {}) : options_(options) {}

  /// One live picture, CV_8UC1 or CV_16UC1, as it came; text is looked for in 8 bits only. Whether mask()
  /// changed.
  bool learn(const cv::Mat& levels, CaptureTime at, const std::optional<SceneShift>& shift);

  /// CV_8UC1 of the picture's size, not zero where something is fixed; empty where nothing is.
  [[nodiscard]] const cv::Mat& mask() const { return mask_; }
  [[nodiscard]] int bad_pixels() const { return bad_pixels_; }  ///< clusters
  [[nodiscard]] int text_px() const { return text_px_; }
  [[nodiscard]] bool refused() const { return refused_; }  ///< more of the picture was fixed than may be

 private:
  void start(const cv::Mat& levels, CaptureTime at);
  void look(const cv::Mat& levels);
  /// Takes the picture into the mean with that weight, in parts of the scatter of the last one; measures its
  /// own.
  void follow_deviations(const cv::Mat& levels, float weight);
  template <typename Level, typename Sum>
  void follow_deviations(const cv::Mat& levels, float weight);
  bool find_fixed(CaptureTime at);
  [[nodiscard]] cv::Mat text_of(const LevelShare& extreme, bool bright) const;

  FixedPatternOptions options_;
  cv::Mat mean_;              ///< CV_32FC1: mean deviation
  LevelShare bright_, dark_;  ///< of looks that were white, and black
  double sigma_ = 0;          ///< levels: how much the last look's scattered about their surroundings
  cv::Mat mask_;
  int type_ = -1;
  int looks_ = 0;
  int bad_pixels_ = 0, text_px_ = 0;
  bool refused_ = false;
  cv::Point2d moved_;
  CaptureTime first_look_, last_look_;
};

}  // namespace nightjar
