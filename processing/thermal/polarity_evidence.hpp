#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "ingest/telemetry.hpp"
#include "processing/thermal/heat_detector.hpp"

namespace nightjar {

struct PolarityEvidenceOptions {
  std::chrono::milliseconds every{500};        ///< until it is known
  std::chrono::milliseconds then_every{4000};  ///< a wrong belief is noticed later, too
  double contrast = 12;                        ///< deviations that a body stands out by, to tell something
  double faint_contrast = 9;                   ///< where nothing does, as automatic gain may have it
  double max_length = 0.08;                    ///< of the picture's width: bodies are small
  double believe = 4;                          ///< evidence that settles it
  double disbelieve = -5;                      ///< evidence that turns it round
  double sky_from_deg = 3;                     ///< above the horizon; as much below it is ground
};

/// What shows whether the bright end of a grey picture is the hot one. Sky is colder than the ground where
/// both are in view and the attitude is known; small compact things that stand out far, people, animals and
/// vehicles, are warmer than what is about them. Both are habits of scenes, no law: one look adds little.
class PolarityEvidence {
 public:
  explicit PolarityEvidence(const PolarityEvidenceOptions& options = {});

  /// `heat` as it is believed at present, CV_8UC1, without what was written over it.
  void look(const cv::Mat& heat, CaptureTime at, const std::optional<Telemetry>& telemetry);

  [[nodiscard]] bool believed() const { return sum_ >= options_.believe; }
  [[nodiscard]] bool disbelieved() const { return sum_ <= options_.disbelieve; }
  [[nodiscard]] bool by_sky() const { return by_sky_; }  ///< the last look that told something
  /// The scene or the palette may have changed: look again before long.
  void look_soon() { soon_ = true; }
  void turn_round() { sum_ = -sum_; }
  void forget() { sum_ = 0, last_look_.reset(); }

 private:
  [[nodiscard]] double bodies(const cv::Mat& heat);
  [[nodiscard]] double lean_of(const std::vector<HeatSpot>& hot_spots,
                               const std::vector<HeatSpot>& cold_spots, double contrast, int width) const;
  [[nodiscard]] double sky(const cv::Mat& heat, const Telemetry& telemetry) const;

  PolarityEvidenceOptions options_;
  HeatDetector hot_, cold_;
  double sum_ = 0;
  bool by_sky_ = false;
  bool soon_ = false;
  std::optional<CaptureTime> last_look_;
};

}  // namespace nightjar
