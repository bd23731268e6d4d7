#pragma once

#include <Eigen/Core>
#include <array>
#include <optional>

#include "processing/thermal/heat_class.hpp"
#include "processing/thermal/shared_error.hpp"

namespace nightjar {

/// How contacts move and how exactly a spot shows where one is; lengths in units of the plane.
struct MotionOptions {
  double speed = 1.0;          ///< standard deviation of a new contact's velocity, per second
  double fast_speed = 8.0;     ///< the same for one that is as long as a vehicle
  double fast_length = 2.8;    ///< from this length on
  double speed_change = 0.25;  ///< standard deviation that velocity gains, per square root of a second
  double speed_memory_s = 10;  ///< velocity dies away so fast while nothing is seen
  double wander = 0.02;        ///< variance that a lost contact's place gains, per second
  double body = 0.4;           ///< standard deviation of the visible part's centre about the body's
  double resting_speed = 0.3;  ///< slower, and not surely moving: it stays where it was last seen
};

/// Kalman filter of one contact's place and velocity on the plane (nearly constant place), and what its
/// sightings told. Pure value; ContactTracker decides.
struct Contact {
  std::uint64_t id = 0;
  Eigen::Vector4d state = Eigen::Vector4d::Zero();  ///< place, velocity
  Eigen::Matrix4d covariance = Eigen::Matrix4d::Zero();
  double log_odds = 0;
  HeatOutcome outcome = HeatOutcome::tentative;
  std::uint32_t sightings = 0;
  CaptureTime first_seen, last_seen;
  std::optional<CaptureTime> lost_at;
  bool seen_now = false;  ///< in the newest view
  bool changed = false;   ///< by the newest view, so that people may care
  bool ended = false;
  double overlapped_s = 0;  ///< time spent on top of another contact with one spot for both
  HeatSighting best;
  PoseJacobian by_pose = PoseJacobian::Zero();  ///< mean over its sightings
  std::array<double, 4> lengths{}, widths{};    ///< the four largest

  [[nodiscard]] Eigen::Vector2d place() const { return state.head<2>(); }
  [[nodiscard]] Eigen::Vector2d velocity() const { return state.tail<2>(); }
  [[nodiscard]] Eigen::Matrix2d place_covariance() const { return covariance.topLeftCorner<2, 2>(); }
  [[nodiscard]] bool rests(const MotionOptions& motion) const;

  void predict(double elapsed_s, const MotionOptions& motion);
  /// Moves the contact towards a spot: its place with the pose's error taken off, and the covariance of that.
  void correct(const Eigen::Vector2d& at, const Eigen::Matrix2d& covariance_of_spot);
  void note(const PlaneSpot& spot, CaptureTime captured_at, std::uint64_t sequence);
  [[nodiscard]] HeatShape shape() const;
};

[[nodiscard]] Contact new_contact(const PlaneSpot& spot, const Eigen::Vector2d& at,
                                  const Eigen::Matrix2d& covariance_of_spot, const MotionOptions& motion);

}  // namespace nightjar
