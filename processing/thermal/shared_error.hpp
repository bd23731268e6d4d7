#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "processing/ground/ground_projector.hpp"
#include "processing/thermal/body_reader.hpp"
#include "processing/thermal/heat_track.hpp"

namespace nightjar {

using PoseVector = Eigen::Matrix<double, 6, 1>;

/// A spot on the plane that contacts are tracked on: metres east and north, or pixels of a still picture.
struct PlaneSpot {
  Eigen::Vector2d at = Eigen::Vector2d::Zero();
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Identity();  ///< its own error, without the pose's
  PoseJacobian by_pose = PoseJacobian::Zero();  ///< how an error of the pose, shared by all, moves it
  Eigen::Matrix2d steady =
      Eigen::Matrix2d::Zero();   ///< errors that stay from picture to picture, not the pose's
  double length = 0, width = 0;  ///< full axes on the plane
  HeatSpot spot;
  GroundScale scale{};  ///< 0 metres a pixel: not known, or the picture's edge cuts the spot: not looked at
  bool whole = true;    ///< false: the picture's edge cuts it, so that its middle is not the body's
};

/// What a closer look at a spot says.
struct PlaneLook {
  BodyLook look;
  Eigen::Vector2d to_middle =
      Eigen::Vector2d::Zero();  ///< from the spot to the middle of the body, were it one
};

/// One picture's spots on the plane, and what of the plane it shows.
struct PlaneView {
  CaptureTime captured_at;
  std::uint64_t sequence = 0;
  std::vector<PlaneSpot> spots;  ///< strongest first
  PoseCovariance pose_covariance = PoseCovariance::Zero();
  double area = 1;        ///< of the plane in view
  bool squeezed = false;  ///< by automatic gain: bodies may stand out hardly more than clutter
  std::optional<Eigen::Vector3d> camera{};  ///< on the plane, and its height above the ground in view
  std::function<bool(const Eigen::Vector2d&)> shows;
  std::function<PlaneLook(const PlaneSpot&)> look{};  ///< what a spot looks like; null: nobody looks closer
};

/// Something whose place on the plane is known already, to hold a new picture against.
struct Anchor {
  Eigen::Vector2d at = Eigen::Vector2d::Zero();
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Identity();
  double weight = 1;  ///< 0 to 1, trust that it is there and stands still
};

/// What one picture's pose is off by, against the contacts tracked so far.
struct SharedErrorEstimate {
  struct Pair {
    std::size_t anchor = 0, spot = 0;
    PoseCovariance information = PoseCovariance::Zero();
    PoseVector information_mean = PoseVector::Zero();
  };
  PoseVector mean = PoseVector::Zero();
  PoseCovariance covariance = PoseCovariance::Zero();
  PoseCovariance information = PoseCovariance::Zero();
  PoseVector information_mean = PoseVector::Zero();
  std::vector<Pair> pairs;
  PoseJacobian typical = PoseJacobian::Zero();  ///< mean of the spots' by_pose

  /// The same estimate without what the pair of this anchor told, so that the anchor's own innovation is
  /// judged by the others only.
  [[nodiscard]] SharedErrorEstimate without(std::size_t anchor) const;
};

/// Estimates the error that all spots of a picture share, because its pose is off, from all of them together.
///
/// Contacts are tracked relative to each other, on a map that is itself off from the earth by the mean of the
/// poses' errors. `offset` is that mean's estimate: a place on the earth is the place on the map plus it.
/// Errors of the poses that stay the same from picture to picture cannot be seen; how much of the stated
/// error does vary is measured, and the rest stays in the reported ellipse.
class SharedError {
 public:
  /// Finds the pose error under which most spots lie on anchors (consensus over single pairs), then the most
  /// probable one (robust least squares with the stated error as prior).
  [[nodiscard]] SharedErrorEstimate estimate(const std::vector<Anchor>& anchors,
                                             const std::vector<PlaneSpot>& spots,
                                             const PoseCovariance& pose_covariance) const;

  /// Takes a picture's estimate into the mean. `map_shift`: how far the contacts themselves were moved by it.
  void learn(const SharedErrorEstimate& estimate, const PoseCovariance& pose_covariance,
             const Eigen::Vector2d& map_shift, double elapsed_s);

  [[nodiscard]] const Eigen::Vector2d& offset() const { return offset_; }
  [[nodiscard]] const Eigen::Matrix2d& offset_covariance() const { return offset_covariance_; }

  /// Share of the stated variance that may be constant, 0 to 1; 1 until the pictures show otherwise.
  [[nodiscard]] double constant_share() const;

  /// Share of the stated variance that is seen to vary from picture to picture; near 1 at first.
  [[nodiscard]] double varying_share() const;

 private:
  Eigen::Vector2d offset_ = Eigen::Vector2d::Zero();
  Eigen::Matrix2d offset_covariance_ = Eigen::Matrix2d::Zero();
  bool started_ = false;
  bool has_last_ = false;
  Eigen::Vector2d last_seen_ = Eigen::Vector2d::Zero();
  double varying_ = 0, stated_ = 0;  ///< sums over pictures, square units of the plane
  int compared_ = 0;
};

}  // namespace nightjar
