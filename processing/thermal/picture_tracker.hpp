#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "processing/thermal/contact_tracker.hpp"
#include "processing/thermal/ground_tracker.hpp"
#include "processing/thermal/picture_motion.hpp"

namespace nightjar {

/// Evidence as on the ground; lengths in pixels of the first picture.
[[nodiscard]] ContactTrackerOptions picture_contact_options();

struct PictureTrackerOptions {
  ContactTrackerOptions contacts = picture_contact_options();
  double registration_error_px = 2;   ///< of one picture to the next
  double unregistered_error_px = 25;  ///< where pictures could not be registered: the motion before goes on
  int give_up_after = 15;             ///< unregistered pictures in a row: the tracks end, and all starts anew
  double edge_px = 12;
};

/// Tracks warm spots in the stabilised picture where there is no telemetry: the same evidence, no place on
/// the ground, no size in metres and so no class.
class PictureTracker {
 public:
  explicit PictureTracker(const PictureTrackerOptions& options = {});

  /// As GroundTracker::update, with `position_px` in the newest picture, which may lie outside of it.
  std::vector<HeatTrack> update(const HeatView& view, const cv::Mat& luma);
  std::vector<HeatTrack> finish();
  [[nodiscard]] std::vector<HeatTrack> tracks() const;

  /// Pictures that could not be registered to the one before.
  [[nodiscard]] std::uint64_t unregistered() const { return unregistered_; }

 private:
  [[nodiscard]] HeatTrack track_of(const Contact& contact) const;

  PictureTrackerOptions options_;
  PictureMotion motion_;
  ContactTracker contacts_;
  PictureShift still_from_picture_;
  PictureShift last_step_;
  bool started_ = false;
  int unregistered_in_a_row_ = 0;
  std::uint64_t unregistered_ = 0;
};

}  // namespace nightjar
