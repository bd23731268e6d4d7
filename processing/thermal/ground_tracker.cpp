#include "processing/thermal/ground_tracker.hpp"

#include <Eigen/LU>
#include <Eigen/SVD>
#include <GeographicLib/LocalCartesian.hpp>
#include <algorithm>
#include <cmath>

namespace nightjar {

/// Metres east and north of the first fix, as the map shows them: on the level through it.
struct GroundTracker::LocalPlane {
  GeographicLib::LocalCartesian local;
  double level_m;

  LocalPlane(const GroundHit& first, const GroundProjector& ground)
      : local(first.latitude_deg, first.longitude_deg, level_of(first, ground)),
        level_m(level_of(first, ground)) {}

  static double level_of(const GroundHit& first, const GroundProjector& ground) {
    return ground.ground_m(first.latitude_deg, first.longitude_deg).value_or(first.height_m);
  }

  [[nodiscard]] Eigen::Vector2d from(const GroundHit& hit) const {
    Eigen::Vector3d p;
    local.Forward(hit.latitude_deg, hit.longitude_deg, hit.height_m, p.x(), p.y(), p.z());
    return p.head<2>();
  }

  /// With its height above ground of that height: the earth leaves the plane.
  [[nodiscard]] Eigen::Vector3d from(const CameraModel& camera, double ground_m) const {
    Eigen::Vector3d p;
    local.Forward(camera.latitude_deg(), camera.longitude_deg(), camera.height_m(), p.x(), p.y(), p.z());
    return {p.x(), p.y(), camera.height_m() - ground_m};
  }

  /// Where it is on the earth, to a few centimetres; its height is not known yet.
  [[nodiscard]] GroundPoint about(const Eigen::Vector2d& place) const {
    GroundPoint point;
    local.Reverse(place.x(), place.y(), 0, point.latitude_deg, point.longitude_deg, point.height_m);
    return point;
  }

  /// On the ground; on the plane's level where the ground is not known.
  [[nodiscard]] GroundPoint point(const Eigen::Vector2d& place, const GroundProjector& ground) const {
    GroundPoint point;
    double up = 0;  // the ground leaves the plane, if only as the earth is round
    for (int i = 0; i < 3; ++i) {
      local.Reverse(place.x(), place.y(), up, point.latitude_deg, point.longitude_deg, point.height_m);
      up += ground.ground_m(point.latitude_deg, point.longitude_deg).value_or(level_m) - point.height_m;
    }
    return point;
  }
};

namespace {

/// Metres of ground that the picture shows, from the size of a pixel on it; the lower, the surer it is
/// ground.
std::optional<GroundHit> middle_of_ground(const GroundProjector& projector, const CameraModel& camera) {
  const double x = (camera.picture().width - 1) / 2.0;
  for (const double down : {0.5, 0.75, 1.0}) {
    if (auto hit = projector.project(camera, {x, down * (camera.picture().height - 1)})) return hit;
  }
  return {};
}

/// What the picture's edge cuts off looks like other things.
bool is_whole(const HeatSpot& spot, const cv::Size& picture) {
  constexpr int kEdge_px = 2;
  const cv::Rect inside(kEdge_px, kEdge_px, picture.width - 2 * kEdge_px, picture.height - 2 * kEdge_px);
  return (spot.box & inside) == spot.box;
}

PlaneSpot on_ground(const HeatSpot& spot, const GroundHit& hit, const GroundTrackerOptions& options) {
  const auto square = [](double value) { return value * value; };
  const MotionOptions& motion = options.contacts.motion;
  PlaneSpot out;
  out.spot = spot;
  out.by_pose = hit.by_pose;
  out.covariance = hit.by_pixel * hit.by_pixel.transpose() * square(options.ground.pixel_error_px) +
                   Eigen::Matrix2d::Identity() * square(motion.body);
  out.steady = hit.by_level * hit.by_level.transpose() * square(options.ground.level_error_m) +
               Eigen::Matrix2d::Identity() * square(motion.body_steady);
  const double metres_per_px = std::sqrt(std::abs(hit.by_pixel.determinant()));
  out.length = double{spot.length_px} * metres_per_px;
  out.width = double{spot.width_px} * metres_per_px;
  const Eigen::Vector2d axes = Eigen::JacobiSVD<Eigen::Matrix2d>(hit.by_pixel).singularValues();
  if (axes.x() > 0) out.scale = {axes.y(), axes.y() / axes.x()};
  return out;
}

}  // namespace

GroundTracker::GroundTracker(const GroundTrackerOptions& options)
    : options_(options),
      lens_(options.hfov_deg, options.vfov_deg),
      projector_(options.ground),
      contacts_(options.contacts) {}
GroundTracker::~GroundTracker() = default;
GroundTracker::GroundTracker(GroundTracker&&) noexcept = default;
GroundTracker& GroundTracker::operator=(GroundTracker&&) noexcept = default;

std::optional<PlaneView> GroundTracker::on_plane(const HeatView& view, const CameraModel& camera) {
  const auto middle = middle_of_ground(projector_, camera);
  if (!middle) return {};
  PlaneView out;
  out.captured_at = view.captured_at;
  out.sequence = view.sequence;
  out.squeezed = !view.levels.empty() && view.levels.depth() == CV_8U;
  out.pose_covariance = projector_.pose_covariance();
  out.area = std::abs(middle->by_pixel.determinant()) * view.picture.area();
  const Eigen::Vector3d above = plane_->from(camera, middle->height_m);
  out.camera = above;
  for (const HeatSpot& spot : view.spots) {
    const auto hit = projector_.project(camera, {spot.centre_px.x, spot.centre_px.y});
    if (!hit) continue;  // above the horizon
    PlaneSpot on = on_ground(spot, *hit, options_);
    on.at = plane_->from(*hit);
    on.whole = is_whole(spot, view.picture);
    if (!on.whole) on.scale = {};
    out.spots.push_back(on);
  }
  out.shows = [this, camera, above](const Eigen::Vector2d& place) {
    // Asked of every contact out of sight; on level ground without the earth, to a pixel or two.
    if (!options_.ground.terrain) {
      const auto pixel = camera.pixel_of({place.y() - above.y(), place.x() - above.x(), above.z()});
      return pixel && camera.shows(*pixel, options_.edge_px);
    }
    const GroundPoint point = plane_->about(place);
    const auto pixel = projector_.pixel_of(camera, point.latitude_deg, point.longitude_deg);
    return pixel && camera.shows(*pixel, options_.edge_px);
  };
  if (!view.levels.empty())
    out.look = [this, &view, camera](const PlaneSpot& seen) {
      const BodyReading read = body_reader_.read(patch_of(view.levels, seen.spot, seen.scale));
      const Eigen::Vector2d middle_px =
          Eigen::Vector2d(seen.spot.centre_px.x, seen.spot.centre_px.y) +
          Eigen::Vector2d(read.middle_m.x, read.middle_m.y) / seen.scale.metres_per_px;
      PlaneLook look{read.look};
      if (const auto hit = projector_.project(camera, middle_px))
        look.to_middle = plane_->from(*hit) - seen.at;
      return look;
    };
  return out;
}

std::vector<HeatTrack> GroundTracker::update(const HeatView& view) {
  position_unknown_ = true;
  if (!view.telemetry) return {};
  const auto camera = CameraModel::from(lens_.complete(*view.telemetry), view.picture, options_.distortion);
  if (!camera) return {};
  if (!plane_) {
    const auto first = middle_of_ground(projector_, *camera);
    if (!first) return {};
    plane_ = std::make_unique<LocalPlane>(*first, projector_);
  }
  const auto on = on_plane(view, *camera);
  if (!on) return {};
  position_unknown_ = false;
  std::vector<HeatTrack> changed;
  for (const Contact& contact : contacts_.update(*on)) changed.push_back(track_of(contact));
  return changed;
}

std::vector<HeatTrack> GroundTracker::finish() {
  std::vector<Contact> ended = contacts_.finish();
  std::vector<HeatTrack> tracks;
  tracks.reserve(ended.size());
  for (const Contact& contact : ended) tracks.push_back(track_of(contact));
  return tracks;
}

std::vector<HeatTrack> GroundTracker::tracks() const {
  std::vector<HeatTrack> tracks;
  for (const Contact& contact : contacts_.contacts()) tracks.push_back(track_of(contact));
  return tracks;
}

/// An error that stays is one draw for a whole flight, not an average over its pictures: the 90 % ellipse is
/// to hold it also where all six parts of the pose are off by their stated error at once.
constexpr double kAllPartsAtOnce = 6 / 4.605;  // squared distance of that, chi-square of two at 90 %

HeatTrack GroundTracker::track_of(const Contact& contact) const {
  HeatTrack track = track_without_place(contact);
  const SharedError& shared = contacts_.shared_error();
  // Out of sight it is told where it was last seen: nobody knows whether it went on.
  const Eigen::Vector2d since_seen =
      contact.lost_at ? Eigen::Vector2d(contact.last_place - contact.place()) : Eigen::Vector2d::Zero();
  GroundPoint point = plane_->point(contact.middle() + since_seen + shared.offset(), projector_);
  point.covariance_m2 = contact.place_covariance() + shared.offset_covariance() +
                        kAllPartsAtOnce * shared.constant_share() * contact.pose_spread + contact.steady;
  track.position = point;
  track.velocity_mps = contact.velocity();
  track.size_m = contact.shape().length_m;
  const ClassGuess guess = class_of(contact.shape(), contact.look);
  track.heat_class = guess.heat_class;
  track.class_probability = guess.probability;
  return track;
}

HeatTrack track_without_place(const Contact& contact) {
  HeatTrack track;
  track.id = contact.id;
  track.outcome = contact.outcome;
  track.probability =
      probability_of(contact.log_odds_with_looks()) * probability_of(contact.no_thing_log_odds);
  track.first_seen = contact.first_seen;
  track.last_seen = contact.last_seen;
  track.lost_at = contact.lost_at;
  track.ended = contact.ended;
  track.sightings = contact.sightings;
  track.best = contact.best;
  track.newest = contact.newest;
  return track;
}

}  // namespace nightjar
