#pragma once

#include <Eigen/Core>
#include <array>
#include <optional>

#include "processing/thermal/heat_class.hpp"
#include "processing/thermal/raised_place.hpp"
#include "processing/thermal/shared_error.hpp"

namespace nightjar {

/// How contacts move and how exactly a spot shows where one is; lengths in units of the plane.
struct MotionOptions {
  double wander = 0.002;        ///< variance that a resting contact's place gains, per second
  double lost_wander = 0.02;    ///< the same while it is not seen
  double speed = 1.2;           ///< standard deviation of a moving contact's first velocity, per second
  double fast_speed = 8.0;      ///< the same for one that is as long as a vehicle
  double fast_length = 1.6;     ///< from this length on
  double speed_change = 0.25;   ///< standard deviation that velocity gains, per square root of a second
  double speed_memory_s = 10;   ///< velocity dies away so fast while nothing is seen
  double moving_prior = 0.05;   ///< probability that a new contact moves: who lies or stands is searched for
  double resting_speed = 0.25;  ///< a velocity below this, or not surely above 0, is rest
  double cut_off = 0.5;         ///< of its length: standard deviation of what the picture's edge leaves of it
  double body = 0.4;            ///< standard deviation of the visible part's centre about the body's
  double body_steady = 0.25;    ///< of which so much stays: the same branch hides the same part
};

/// One contact on the plane: Kalman filters for a contact that rests and for one that moves, the more
/// probable of which speaks, and what its sightings told. Pure value; ContactTracker decides.
struct Contact {
  std::uint64_t id = 0;
  Eigen::Vector2d rest_place = Eigen::Vector2d::Zero();
  Eigen::Matrix2d rest_covariance = Eigen::Matrix2d::Zero();
  Eigen::Vector4d moving_state = Eigen::Vector4d::Zero();  ///< place, velocity
  Eigen::Matrix4d moving_covariance = Eigen::Matrix4d::Zero();
  double moving_log_odds = 0;         ///< that it moves
  std::optional<RaisedPlace> raised;  ///< were it up in a tree; absent: not judged
  double log_odds = 0;           ///< that it is a body, not clutter that comes and goes, by its sightings
  double no_thing_log_odds = 0;  ///< that it is a body, not a standing thing of this scene
  double looks = 0;              ///< independent pictures that have shown it
  double mean_contrast = 0;      ///< over its sightings
  bool squeezed = false;         ///< the newest of them, as PlaneView::squeezed
  BodyLook look;                 ///< mean over the sightings that were looked at closer
  Eigen::Vector2d to_middle =
      Eigen::Vector2d::Zero();  ///< likewise: from what is seen of it to a body's middle
  int looked = 0;               ///< how many
  CaptureTime looked_at;        ///< the last of them
  HeatOutcome outcome = HeatOutcome::tentative;
  std::uint32_t sightings = 0;
  CaptureTime first_seen, last_seen;
  Eigen::Vector2d first_place = Eigen::Vector2d::Zero();
  Eigen::Vector2d last_place = Eigen::Vector2d::Zero(), last_velocity = Eigen::Vector2d::Zero();
  std::optional<CaptureTime> lost_at;
  bool seen_now = false;    ///< in the newest view
  bool changed = false;     ///< by the newest view, so that people may care
  bool ended = false;       ///< goes with the next view
  double overlapped_s = 0;  ///< time spent on top of another contact
  double gone_s = 0;        ///< since it was last seen, while its place was in view
  HeatSighting best, newest;
  Eigen::Matrix2d steady = Eigen::Matrix2d::Zero();  ///< mean over its sightings
  Eigen::Matrix2d pose_spread =
      Eigen::Matrix2d::Zero();                ///< what the stated pose error does, mean of its sightings
  std::array<double, 4> lengths{}, widths{};  ///< the four largest
  double length = 0, width = 0;               ///< their medians

  /// That it is a body, not clutter that comes and goes, by its looks as well: what automatic gain shows is
  /// full of spots, among which a body's stand out no farther than others.
  [[nodiscard]] double log_odds_with_looks() const;
  [[nodiscard]] bool moves() const { return moving_log_odds > 0; }
  [[nodiscard]] Eigen::Vector2d place() const;
  [[nodiscard]] Eigen::Matrix2d place_covariance() const;
  /// Where its middle is: of a vehicle often only the warm end is seen.
  [[nodiscard]] Eigen::Vector2d middle() const;
  [[nodiscard]] bool looks_a_vehicle() const;
  /// Probability that its looks and the other's are of one class; 1 where one was not looked at.
  [[nodiscard]] double same_class_as(const Contact& other) const;
  [[nodiscard]] Eigen::Vector2d velocity() const;  ///< zero for one that rests

  void predict(double elapsed_s, const MotionOptions& motion);
  /// Moves the contact towards a spot: its place with the pose's error taken off, and the covariance of that.
  void correct(const Eigen::Vector2d& at, const Eigen::Matrix2d& covariance_of_spot,
               const MotionOptions& motion);
  /// How well the spot fits what is on the plane, before `correct`; a density's logarithm but for a constant.
  [[nodiscard]] double log_density_of(const Eigen::Vector2d& at,
                                      const Eigen::Matrix2d& covariance_of_spot) const;
  void shift(const Eigen::Vector2d& by);
  /// The other turned out to be a part of the same body, whose middle lies between.
  void take_part(const Contact& other);
  /// The other turned out to be this one, come back into sight: goes on as it.
  void go_on_as(const Contact& other);
  void note(const PlaneSpot& spot, const PlaneView& view);
  void note_look(const PlaneLook& seen, CaptureTime at);
  [[nodiscard]] HeatShape shape() const;
};

[[nodiscard]] Contact new_contact(const PlaneSpot& spot, const Eigen::Vector2d& at,
                                  const Eigen::Matrix2d& covariance_of_spot, const MotionOptions& motion);

}  // namespace nightjar
