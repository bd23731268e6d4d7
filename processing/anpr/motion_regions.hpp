#pragma once

#include <chrono>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

struct MotionRegionsOptions {
  /// The picture is watched at about this length of its longer side: a plate that can be read is still four
  /// cells wide, and noise, rain and leaves average out.
  int watched_px = 240;
  /// Least change of a cell, grey levels: headlit asphalt flickers by less.
  double least_change = 7;
  /// The same in deviations of the picture's own noise.
  double noise_times = 5;
  /// Share of the contrast with its neighbours by which a cell may change without having changed: the pole
  /// shakes by two pixels.
  double shake_share = 0.35;
  /// A group of cells moves if their changes, each in parts of what is least, sum to this.
  double least_strength = 8;
  /// Around what changed, in parts of the picture's longer side: at night only the lamps change, and the
  /// plate lies two of its widths beside them.
  double margin = 0.05;
  /// Share of changed cells from which on everything is new: the camera turned, the light was switched.
  double everything_share = 0.5;
  /// What the background forgets to a third in: cells that are as always, that stand where they did not, and
  /// that move.
  std::chrono::milliseconds quiet_memory{2000};
  std::chrono::milliseconds standing_memory{8000};
  std::chrono::milliseconds moving_memory{60'000};
};

/// A part of the picture to look at, whole pixels of the picture.
struct MotionRegion {
  cv::Rect part;
  bool moving = true;  ///< changes from frame to frame; if not, it only differs from the background
};

/// What is new in a picture.
struct Motion {
  bool everything = false;            ///< too much to say where: the first frame, a turn of the camera
  std::vector<MotionRegion> regions;  ///< generous, merged where that is cheaper to search, in no order
  std::vector<cv::Rect> things;       ///< close around each connected group of what changed
};

/// Tells where a fixed camera's picture changes, from a small copy of it and a background that is learnt
/// slowly. Changes of the whole picture's brightness and a shaking pole are no motion. A frame of another
/// size or older than the last begins anew.
class MotionRegions {
 public:
  explicit MotionRegions(MotionRegionsOptions options = {}) : options_(options) {}

  /// `luma` is CV_8UC1.
  [[nodiscard]] Motion update(const cv::Mat& luma, CaptureTime at);

 private:
  void begin(const cv::Mat& cells, CaptureTime at);
  /// Takes a change of the whole picture's brightness into the background.
  void follow_brightness(const cv::Mat& cells);
  /// How far each cell may be off without having changed, grey levels.
  [[nodiscard]] cv::Mat tolerance(const cv::Mat& cells) const;
  void learn(const cv::Mat& cells, const cv::Mat& changed, const cv::Mat& moving,
             std::chrono::duration<double> passed);

  MotionRegionsOptions options_;
  cv::Size picture_;
  int shrink_ = 1;      // pixels a cell
  cv::Mat background_;  // CV_32F, grey levels
  cv::Mat reference_;   // the cells of a tenth of a second ago: what moves differs
  CaptureTime reference_at_;
  std::optional<CaptureTime> last_;
};

}  // namespace nightjar
