#pragma once

#include <deque>
#include <opencv2/core/types.hpp>
#include <optional>

#include "ingest/telemetry.hpp"
#include "processing/anpr/plate_read.hpp"

namespace nightjar {

/// Where a plate was seen and where it will be next: centre and width, in pixels.
struct PlatePlace {
  CaptureTime at;
  cv::Point2d centre;
  double width_px = 0;
  double height_px = 0;
};

[[nodiscard]] PlatePlace place_of(const PlateBox& box, CaptureTime at);

struct PlateTrackOptions {
  /// A plate nearer by this share of its width than at first is coming; a tenth is twice what boxes jitter.
  double growth = 0.12;
  /// Where it neither grows nor shrinks: down the picture by this many plate heights is coming, for cameras
  /// look down.
  double fall_heights = 2.0;
  /// Boxes of a plate that stands still jitter by less than this share of its height.
  double still_heights = 0.5;
  /// It has left its place when it was seen elsewhere for so long: traffic that hides an end of it moves its
  /// box, too.
  std::chrono::milliseconds left_after{300};
  /// What has not left its first place for so long goes nowhere, whatever its size seems to do.
  std::chrono::milliseconds standing_after{600};
};

/// The way of one plate through the picture: predicts its place, tells its direction and whether it stands
/// still.
class PlateTrack {
 public:
  explicit PlateTrack(PlateTrackOptions options = {}) : options_(options) {}

  /// Times must rise. `told`: its mark was read here, so that it is surely the plate.
  void add(const PlatePlace& place, bool told = false);

  [[nodiscard]] PlatePlace predicted(CaptureTime at) const;
  /// The same for the next frames, near enough to look there: what comes nearer also gathers speed.
  [[nodiscard]] PlatePlace expected(CaptureTime at) const;
  [[nodiscard]] bool velocity_known() const { return recent_.size() >= 2; }
  /// From where it was first told to where it was last; where that says nothing, to where it was last seen,
  /// and at last from where anything was first seen in its place.
  /// Unknown for what has never moved.
  [[nodiscard]] Direction direction() const;
  /// When its mark was last read; long ago where it never was.
  [[nodiscard]] CaptureTime last_told() const { return last_told_ ? last_told_->at : CaptureTime{}; }
  /// How long it has not left its place.
  [[nodiscard]] std::chrono::microseconds still_for() const;
  [[nodiscard]] const PlatePlace& last() const { return recent_.back(); }

 private:
  [[nodiscard]] Direction direction(const PlatePlace& start, const PlatePlace& end) const;

  PlateTrackOptions options_;
  std::deque<PlatePlace> recent_;  // the last few, for the velocity
  std::optional<PlatePlace> first_;
  std::optional<PlatePlace> first_told_;
  std::optional<PlatePlace> last_told_;
  std::optional<PlatePlace> rest_;         // since when and where it stands
  std::optional<CaptureTime> away_since_;  // in all sightings since
  int count_ = 0;
};

}  // namespace nightjar
