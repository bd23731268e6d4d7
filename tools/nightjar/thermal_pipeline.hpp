#pragma once

#include <chrono>
#include <optional>

#include "alerts/heat_teller.hpp"
#include "processing/thermal/ground_tracker.hpp"
#include "processing/thermal/heat_detector.hpp"
#include "processing/thermal/heat_reader.hpp"
#include "processing/thermal/picture_tracker.hpp"
#include "tools/nightjar/evidence.hpp"
#include "tools/nightjar/pipeline.hpp"
#include "tools/nightjar/sortie_coverage.hpp"
#include "tools/nightjar/telemetry_delay.hpp"

namespace nightjar {

/// Tracks in the picture are numbered from here, so that their numbers never meet those on the ground.
inline constexpr std::uint64_t kPictureTracksFrom = 1'000'000'000;

struct ThermalPipelineOptions {
  HeatReaderOptions reader;
  HeatDetectorOptions detector;                ///< of the heat that the reader gives: larger is hotter
  std::optional<GroundTrackerOptions> ground;  ///< absent: the height of the ground is not known
  PictureTrackerOptions picture;
  std::optional<TelemetryDelayOptions> delay;  ///< absent: it is not looked for
  HeatAlertOptions alerts;
  std::shared_ptr<const HeatRules> cleared_rules;  ///< for restricted channels; null: none is for them
  HeatGroupOptions groups;
  OwnContactOptions own;
  std::string candidates_to;                 ///< channel of what a search tells before it is believed
  bool candidates_restricted = false;        ///< that channel is
  std::shared_ptr<SortieCoverage> coverage;  ///< of the feed's flights; null: nobody asks
  PipelineStories stories = PipelineStories::untold;
  EvidencePictureOptions evidence{.cutout_margin = 1.5, .cutout_min_width_px = 160};
  /// Amendments of an alert that tell nothing new of what it is bring a fresh picture no sooner than so long
  /// after the last one.
  std::chrono::milliseconds pictures_every{5000};
  /// Frames that come sooner after the last one that was searched are passed over: of 30 a second every other
  /// one. On drawn flights 7.5 searches a second lost one person in eighty against 15.
  std::chrono::milliseconds search_every{60};
  /// Frames without a position for so long, and contacts are tracked in the picture until one comes again.
  std::chrono::milliseconds unknown_for{3000};
};

/// From thermal frames to heat contacts: read the heat, find warm spots, track them on the ground (in the
/// picture where the camera's position is not known), and alert on what is confirmed.
class ThermalPipeline : public Pipeline {
 public:
  explicit ThermalPipeline(const ThermalPipelineOptions& options);

  PipelineYield process(const Frame& frame) override;
  PipelineYield finish() override;
  [[nodiscard]] PipelineTally tally() const override;

 private:
  [[nodiscard]] bool too_soon(const Frame& frame) const;
  void search(const Frame& frame, const HeatPicture& picture, PipelineYield& yield);
  std::vector<HeatTrack> track(const HeatPicture& picture, const HeatView& view);
  void remark(std::vector<HeatRemark> remarks, PipelineYield& yield);
  void note(std::optional<PipelineRemark> remark, PipelineYield& yield) const;
  [[nodiscard]] std::vector<HeatTrack> live_tracks() const;
  /// `frame` is null at the end of the feed.
  void hand_on(const std::vector<HeatTrack>& tracks, const Frame* frame, PipelineYield& yield);
  void tell(const std::vector<HeatTelling>& told, const Frame* frame, PipelineYield& yield);
  void look(const Frame& frame);
  void post(std::vector<AlertParcel> parcels, const HeatTrack* track, const Frame* frame,
            PipelineYield& yield);

  ThermalPipelineOptions options_;
  HeatReader reader_;
  HeatDetector detector_;
  std::optional<GroundTracker> ground_;
  PictureTracker picture_;
  std::optional<TelemetryDelay> delay_;
  bool in_picture_ = false;
  std::optional<CaptureTime> position_known_at_;  ///< or when the feed began
  std::vector<HeatTeller> tellers_;  ///< the first counts; a second is for restricted channels alone
  EvidenceBook evidence_;
  HeatSetting setting_;                     ///< of the newest frame
  std::optional<CaptureTime> searched_at_;  ///< the last frame that was not passed over
  std::uint64_t remarks_ = 0;
  PipelineTally tally_;
};

}  // namespace nightjar
