#pragma once

#include <GeographicLib/LocalCartesian.hpp>
#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "processing/thermal/ground_tracker.hpp"

namespace nightjar {

inline const cv::Size kPicture{640, 512};
inline const GeographicLib::LocalCartesian kField(51.0, -1.3, 100);

/// A flight over level ground, 100 m above the ellipsoid, that sees bodies and clutter without pictures.
class SeenFlight {
 public:
  explicit SeenFlight(double error_m = 0.3, double error_deg = 0.3, std::uint32_t seed = 1)
      : random_(seed), error_m_(error_m), error_deg_(error_deg) {
    GroundTrackerOptions options;
    options.ground.level_m = 100;
    options.ground.pose_error = {error_m, error_deg};
    tracker = GroundTracker(options);
  }

  /// One picture from `east_m` along the flight, 60 m up, of bodies at metres east and north.
  std::vector<HeatTrack> look(double at_s, double east_m, const std::vector<Eigen::Vector2d>& bodies,
                              const std::vector<Eigen::Vector2d>& clutter = {}, float clutter_contrast = 7) {
    const Telemetry truth = pose(east_m, false);
    HeatView view{CaptureTime(std::chrono::microseconds(std::llround(at_s * 1e6))),
                  sequence_++,
                  kPicture,
                  pose(east_m, true),
                  {}};
    for (const auto& body : bodies) add(view, truth, body, 40);
    for (const auto& warm : clutter) add(view, truth, warm, clutter_contrast);
    std::vector<HeatTrack> changed = tracker.update(view);
    for (const HeatTrack& track : changed) latest[track.id] = track;
    return changed;
  }

  [[nodiscard]] std::vector<HeatTrack> confirmed() const {
    std::vector<HeatTrack> out;
    for (const HeatTrack& t : tracker.tracks()) {
      if (t.outcome == HeatOutcome::confirmed && !t.ended) out.push_back(t);
    }
    return out;
  }

  GroundTracker tracker{GroundTrackerOptions{}};
  std::map<std::uint64_t, HeatTrack> latest;

 private:
  Telemetry pose(double east_m, bool spoilt) {
    std::normal_distribution<double> metres(0, spoilt ? error_m_ : 0), degrees(0, spoilt ? error_deg_ : 0);
    Telemetry t;
    double lat = 0, lon = 0, h = 0;
    kField.Reverse(east_m + metres(random_), metres(random_), 60 + metres(random_), lat, lon, h);
    t.latitude_deg = lat, t.longitude_deg = lon, t.height_m = h;
    t.heading_deg = 90 + degrees(random_), t.pitch_deg = degrees(random_), t.roll_deg = degrees(random_);
    t.gimbal_yaw_deg = 0, t.gimbal_pitch_deg = -90, t.gimbal_roll_deg = 0;
    t.hfov_deg = 57, t.vfov_deg = 45;
    return t;
  }

  void add(HeatView& view, const Telemetry& truth, const Eigen::Vector2d& place, float contrast) {
    double lat = 0, lon = 0, h = 0;
    kField.Reverse(place.x(), place.y(), 0, lat, lon, h);
    const auto camera = CameraModel::from(truth, kPicture);
    const auto pixel = GroundProjector(tracker_ground()).pixel_of(*camera, lat, lon);
    if (!pixel || !camera->shows(*pixel, 3)) return;
    std::normal_distribution<double> jitter(0, 1.5);
    HeatSpot spot;
    spot.centre_px = cv::Point2f(static_cast<float>(pixel->x() + jitter(random_)),
                                 static_cast<float>(pixel->y() + jitter(random_)));
    spot.length_px = 12, spot.width_px = 6, spot.area_px = 60, spot.contrast = contrast;
    view.spots.push_back(spot);
  }

  static GroundOptions tracker_ground() {
    GroundOptions options;
    options.level_m = 100;
    return options;
  }

  std::mt19937 random_;
  double error_m_, error_deg_;
  std::uint64_t sequence_ = 0;
};

inline Eigen::Vector2d metres_of(const HeatTrack& track) {
  double x = 0, y = 0, z = 0;
  kField.Forward(track.position->latitude_deg, track.position->longitude_deg, 100, x, y, z);
  return {x, y};
}

inline double nearest(const std::vector<HeatTrack>& tracks, const Eigen::Vector2d& place) {
  double best = 1e9;
  for (const HeatTrack& t : tracks) best = std::min(best, (metres_of(t) - place).norm());
  return best;
}

}  // namespace nightjar
