#include "processing/thermal/contact.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

namespace nightjar {
namespace {

void keep_largest(std::array<double, 4>& kept, double value) {
  auto smallest = std::min_element(kept.begin(), kept.end());
  *smallest = std::max(*smallest, value);
}

double median_of(std::array<double, 4> kept, std::uint32_t seen) {
  const std::size_t count = std::min<std::size_t>(kept.size(), seen);
  if (count == 0) return 0;
  std::sort(kept.begin(), kept.end(), [](double a, double b) { return a > b; });
  return kept.at(count / 2);
}

}  // namespace

bool Contact::rests(const MotionOptions& motion) const {
  const Eigen::Matrix2d of_velocity = covariance.bottomRightCorner<2, 2>();
  const double chi2 = velocity().dot(of_velocity.inverse() * velocity());
  return velocity().norm() < motion.resting_speed || chi2 < 9.2;
}

void Contact::predict(double elapsed_s, const MotionOptions& motion) {
  if (elapsed_s <= 0) return;
  if (lost_at && rests(motion)) {  // what lay still when it was last seen is expected to lie there still
    state.tail<2>().setZero();
    covariance.topRightCorner<2, 2>().setZero();
    covariance.bottomLeftCorner<2, 2>().setZero();
    covariance.topLeftCorner<2, 2>().diagonal().array() += motion.wander * elapsed_s;
    return;
  }
  const double keep = std::exp(-elapsed_s / motion.speed_memory_s);
  const double reach = motion.speed_memory_s * (1 - keep);
  Eigen::Matrix4d step = Eigen::Matrix4d::Identity();
  step.topRightCorner<2, 2>() = Eigen::Matrix2d::Identity() * reach;
  step.bottomRightCorner<2, 2>() = Eigen::Matrix2d::Identity() * keep;
  const double q = motion.speed_change * motion.speed_change;
  Eigen::Matrix4d noise = Eigen::Matrix4d::Zero();
  noise.topLeftCorner<2, 2>() =
      Eigen::Matrix2d::Identity() * (q * std::pow(std::min(elapsed_s, 10.0), 3) / 3);
  noise.topRightCorner<2, 2>() =
      Eigen::Matrix2d::Identity() * (q * std::pow(std::min(elapsed_s, 10.0), 2) / 2);
  noise.bottomLeftCorner<2, 2>() = noise.topRightCorner<2, 2>();
  noise.bottomRightCorner<2, 2>() = Eigen::Matrix2d::Identity() * (q * std::min(elapsed_s, 10.0));
  state = step * state;
  covariance = step * covariance * step.transpose() + noise;
}

void Contact::correct(const Eigen::Vector2d& at, const Eigen::Matrix2d& covariance_of_spot) {
  const Eigen::Matrix2d innovation = place_covariance() + covariance_of_spot;
  const Eigen::Matrix<double, 4, 2> gain = covariance.leftCols<2>() * innovation.inverse();
  state += gain * (at - place());
  Eigen::Matrix4d left = Eigen::Matrix4d::Identity();
  left.leftCols<2>() -= gain;
  covariance = left * covariance * left.transpose() + gain * covariance_of_spot * gain.transpose();  // Joseph
}

void Contact::note(const PlaneSpot& spot, CaptureTime captured_at, std::uint64_t sequence) {
  if (sightings == 0) first_seen = captured_at;
  last_seen = captured_at;
  ++sightings;
  by_pose += (spot.by_pose - by_pose) / sightings;
  keep_largest(lengths, spot.length);
  keep_largest(widths, spot.width);
  if (sightings == 1 || spot.spot.contrast > best.spot.contrast) best = {captured_at, sequence, spot.spot};
}

HeatShape Contact::shape() const {
  HeatShape shape;
  shape.length_m = median_of(lengths, sightings);
  shape.width_m = median_of(widths, sightings);
  shape.speed_mps = velocity().norm();
  shape.speed_known = covariance.bottomRightCorner<2, 2>().trace() < 0.5;
  return shape;
}

Contact new_contact(const PlaneSpot& spot, const Eigen::Vector2d& at,
                    const Eigen::Matrix2d& covariance_of_spot, const MotionOptions& motion) {
  Contact contact;
  contact.state << at, Eigen::Vector2d::Zero();
  contact.covariance.topLeftCorner<2, 2>() = covariance_of_spot;
  const double speed = spot.length >= motion.fast_length ? motion.fast_speed : motion.speed;
  contact.covariance.bottomRightCorner<2, 2>() = Eigen::Matrix2d::Identity() * (speed * speed);
  return contact;
}

}  // namespace nightjar
