#include "processing/thermal/picture_tracker.hpp"

#include <cmath>

namespace nightjar {

ContactTrackerOptions picture_contact_options() {
  ContactTrackerOptions options;
  options.parts.distance = 14;
  options.kinship.longest_away_s = -1;  // speeds in pixels say nothing of who comes back
  options.evidence.most_longer = 0;     // nor do lengths
  options.motion.wander = 0.5;
  options.motion.lost_wander = 4;
  options.motion.speed = 15;
  options.motion.fast_speed = 60;
  options.motion.fast_length = 45;
  options.motion.speed_change = 6;
  options.motion.resting_speed = 3;
  options.motion.body = 4;
  options.motion.body_steady = 2;
  return options;
}

PictureTracker::PictureTracker(const PictureTrackerOptions& options)
    : options_(options), contacts_(options.contacts) {}

std::vector<HeatTrack> PictureTracker::update(const HeatView& view, const cv::Mat& luma) {
  std::vector<HeatTrack> changed;
  const std::optional<PictureShift> step = motion_.update(luma);
  double error_px = options_.registration_error_px;
  if (started_ && !step) {
    ++unregistered_;
    error_px = options_.unregistered_error_px;
    if (++unregistered_in_a_row_ >= options_.give_up_after) {
      changed = finish();
      still_from_picture_ = last_step_ = {};
      unregistered_in_a_row_ = 0;
    }
  } else {
    unregistered_in_a_row_ = 0;
    if (step) last_step_ = *step;
  }
  if (started_) still_from_picture_ = still_from_picture_.after(last_step_);
  started_ = true;

  PlaneView on;
  on.captured_at = view.captured_at;
  on.sequence = view.sequence;
  on.area = std::max(1, view.picture.area());
  on.pose_covariance.topLeftCorner<2, 2>().diagonal().setConstant(error_px * error_px);
  for (const HeatSpot& spot : view.spots) {
    PlaneSpot still;
    still.spot = spot;
    still.at = still_from_picture_({spot.centre_px.x, spot.centre_px.y});
    still.by_pose.leftCols<2>().setIdentity();
    const double body = std::hypot(options_.contacts.motion.body, 0.2 * double{spot.length_px});
    still.covariance = Eigen::Matrix2d::Identity() * (body * body);
    still.length = double{spot.length_px};
    still.width = double{spot.width_px};
    on.spots.push_back(still);
  }
  on.shows = [picture_from_still = still_from_picture_.inverse(), size = view.picture,
              edge = options_.edge_px](const Eigen::Vector2d& place) {
    const Eigen::Vector2d pixel = picture_from_still(place);
    return pixel.x() >= edge && pixel.y() >= edge && pixel.x() < size.width - edge &&
           pixel.y() < size.height - edge;
  };
  for (const Contact& contact : contacts_.update(on)) changed.push_back(track_of(contact));
  return changed;
}

std::vector<HeatTrack> PictureTracker::finish() {
  std::vector<HeatTrack> tracks;
  for (const Contact& contact : contacts_.finish()) tracks.push_back(track_of(contact));
  return tracks;
}

std::vector<HeatTrack> PictureTracker::tracks() const {
  std::vector<HeatTrack> tracks;
  for (const Contact& contact : contacts_.contacts()) tracks.push_back(track_of(contact));
  return tracks;
}

HeatTrack PictureTracker::track_of(const Contact& contact) const {
  HeatTrack track = track_without_place(contact);
  track.position_px = still_from_picture_.inverse()(contact.place() + contacts_.shared_error().offset());
  return track;
}

}  // namespace nightjar
