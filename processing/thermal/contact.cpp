#include "processing/thermal/contact.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <utility>

namespace nightjar {
namespace {

constexpr double kMaxMotionLogOdds = 5;
constexpr double kSurelyMoving = 6;  // chi-square of two degrees, 95 %

double log_density(const Eigen::Vector2d& off, const Eigen::Matrix2d& covariance) {
  return -0.5 * (off.dot(covariance.inverse() * off) + std::log(covariance.determinant()));
}

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

Eigen::Vector2d Contact::place() const {
  return moves() ? Eigen::Vector2d(moving_state.head<2>()) : rest_place;
}

bool Contact::looks_a_vehicle() const {
  constexpr double kClearly = 1;  // nats over any other class
  return looked >= 2 && look.vehicle > kClearly &&
         look.vehicle > std::max(look.person, look.animal) + kClearly;
}

double Contact::log_odds_with_looks() const {
  constexpr int kEnough = 2;
  if (!squeezed || looked < kEnough) return log_odds;
  return log_odds + std::max(0.0, look.body());
}

double Contact::same_class_as(const Contact& other) const {
  return looked == 0 || other.looked == 0 ? 1 : same_class(look, other.look);
}

Eigen::Vector2d Contact::middle() const {
  return looks_a_vehicle() ? Eigen::Vector2d(place() + to_middle) : place();
}

Eigen::Matrix2d Contact::place_covariance() const {
  return moves() ? Eigen::Matrix2d(moving_covariance.topLeftCorner<2, 2>()) : rest_covariance;
}

Eigen::Vector2d Contact::velocity() const {
  return moves() ? Eigen::Vector2d(moving_state.tail<2>()) : Eigen::Vector2d::Zero();
}

void Contact::predict(double elapsed_s, const MotionOptions& motion) {
  if (elapsed_s <= 0) return;
  rest_covariance.diagonal().array() += (lost_at ? motion.lost_wander : motion.wander) * elapsed_s;
  const double keep = std::exp(-elapsed_s / motion.speed_memory_s);
  Eigen::Matrix4d step = Eigen::Matrix4d::Identity();
  step.topRightCorner<2, 2>().diagonal().setConstant(motion.speed_memory_s * (1 - keep));
  step.bottomRightCorner<2, 2>().diagonal().setConstant(keep);
  const double q = motion.speed_change * motion.speed_change, t = std::min(elapsed_s, motion.speed_memory_s);
  Eigen::Matrix4d noise = Eigen::Matrix4d::Zero();
  noise.topLeftCorner<2, 2>().diagonal().setConstant(q * t * t * t / 3);
  noise.topRightCorner<2, 2>().diagonal().setConstant(q * t * t / 2);
  noise.bottomLeftCorner<2, 2>() = noise.topRightCorner<2, 2>();
  noise.bottomRightCorner<2, 2>().diagonal().setConstant(q * t);
  if (raised) raised->wander(motion.wander * elapsed_s);
  moving_state = step * moving_state;
  moving_covariance = step * moving_covariance * step.transpose() + noise;
}

void Contact::correct(const Eigen::Vector2d& at, const Eigen::Matrix2d& covariance_of_spot,
                      const MotionOptions& motion) {
  const Eigen::Matrix2d rest_innovation = rest_covariance + covariance_of_spot;
  const Eigen::Matrix2d moving_innovation = moving_covariance.topLeftCorner<2, 2>() + covariance_of_spot;
  moving_log_odds += log_density(at - moving_state.head<2>(), moving_innovation) -
                     log_density(at - rest_place, rest_innovation);
  moving_log_odds = std::clamp(moving_log_odds, -kMaxMotionLogOdds, kMaxMotionLogOdds);

  rest_place += rest_covariance * rest_innovation.inverse() * (at - rest_place);
  rest_covariance = (rest_covariance.inverse() + covariance_of_spot.inverse()).inverse().eval();
  const Eigen::Matrix<double, 4, 2> gain = moving_covariance.leftCols<2>() * moving_innovation.inverse();
  moving_state += gain * (at - moving_state.head<2>());
  Eigen::Matrix4d left = Eigen::Matrix4d::Identity();
  left.leftCols<2>() -= gain;
  moving_covariance =
      left * moving_covariance * left.transpose() + gain * covariance_of_spot * gain.transpose();  // Joseph

  if (!moves()) return;
  const Eigen::Vector2d v = moving_state.tail<2>();
  const Eigen::Matrix2d of_v = moving_covariance.bottomRightCorner<2, 2>();
  if (v.norm() < motion.resting_speed || v.dot(of_v.inverse() * v) < kSurelyMoving) {
    moving_log_odds = -1;  // it came to rest, or never moved
  }
  rest_place = moving_state.head<2>();
  rest_covariance = moving_covariance.topLeftCorner<2, 2>();
}

double Contact::log_density_of(const Eigen::Vector2d& at, const Eigen::Matrix2d& covariance_of_spot) const {
  const double at_rest = log_density(at - rest_place, rest_covariance + covariance_of_spot);
  const double moving =
      log_density(at - moving_state.head<2>(), moving_covariance.topLeftCorner<2, 2>() + covariance_of_spot);
  const double more = std::max(at_rest, moving + moving_log_odds);
  const double of_both = std::exp(at_rest - more) + std::exp(moving + moving_log_odds - more);
  return more + std::log(of_both) - std::log1p(std::exp(moving_log_odds));
}

void Contact::shift(const Eigen::Vector2d& by) {
  if (raised) raised->state.head<2>() += by;
  rest_place += by;
  moving_state.head<2>() += by;
  first_place += by;
  last_place += by;
}

void Contact::take_part(const Contact& other) {
  const bool knows_its_middle = looks_a_vehicle() && other.looks_a_vehicle();
  if (!knows_its_middle)
    shift((other.place() - place()) * (double{1} * other.sightings / (sightings + other.sightings)));
  if (other.best.spot.contrast > best.spot.contrast) best = other.best;
  if (other.newest.captured_at > newest.captured_at) newest = other.newest;
}

void Contact::go_on_as(const Contact& other) {
  Contact was = std::exchange(*this, other);
  id = was.id;
  first_seen = was.first_seen;
  first_place = was.first_place;
  outcome = was.outcome;
  if (was.best.spot.contrast > best.spot.contrast) best = was.best;
  const double share = double{1} * was.sightings / (was.sightings + sightings);
  mean_contrast += share * (was.mean_contrast - mean_contrast);
  pose_spread += share * (was.pose_spread - pose_spread);
  steady += share * (was.steady - steady);
  sightings += was.sightings;
  looks += was.looks;
  log_odds = std::max(log_odds, was.log_odds);
  for (const double along : was.lengths) keep_largest(lengths, along);
  for (const double across : was.widths) keep_largest(widths, across);
  length = median_of(lengths, sightings), width = median_of(widths, sightings);
  lost_at.reset();
  changed = true;
}

void Contact::note(const PlaneSpot& spot, const PlaneView& view) {
  if (sightings == 0) first_seen = view.captured_at, first_place = place();
  last_seen = view.captured_at;
  last_place = place(), last_velocity = velocity();
  ++sightings;
  const Eigen::Matrix2d spread = spot.by_pose * view.pose_covariance * spot.by_pose.transpose();
  pose_spread += (spread - pose_spread) / sightings;
  steady += (spot.steady - steady) / sightings;
  mean_contrast += (double{spot.spot.contrast} - mean_contrast) / sightings;
  squeezed = view.squeezed;
  keep_largest(lengths, spot.length);
  keep_largest(widths, spot.width);
  length = median_of(lengths, sightings), width = median_of(widths, sightings);
  newest = {view.captured_at, view.sequence, spot.spot};
  if (sightings == 1 || spot.spot.contrast > best.spot.contrast) best = newest;
}

void Contact::note_look(const PlaneLook& seen, CaptureTime at) {
  ++looked;
  looked_at = at;
  look.person += (seen.look.person - look.person) / looked;
  look.animal += (seen.look.animal - look.animal) / looked;
  look.vehicle += (seen.look.vehicle - look.vehicle) / looked;
  to_middle += (seen.to_middle - to_middle) / looked;
}

HeatShape Contact::shape() const {
  HeatShape shape;
  shape.length_m = length;
  shape.width_m = width;
  shape.speed_mps = velocity().norm();
  shape.speed_known = moves() || moving_log_odds < -3;
  return shape;
}

Contact new_contact(const PlaneSpot& spot, const Eigen::Vector2d& at,
                    const Eigen::Matrix2d& covariance_of_spot, const MotionOptions& motion) {
  Contact contact;
  contact.rest_place = at;
  contact.rest_covariance = covariance_of_spot;
  contact.moving_state << at, Eigen::Vector2d::Zero();
  contact.moving_covariance.topLeftCorner<2, 2>() = covariance_of_spot;
  const double speed = spot.length >= motion.fast_length ? motion.fast_speed : motion.speed;
  contact.moving_covariance.bottomRightCorner<2, 2>().diagonal().setConstant(speed * speed);
  contact.moving_log_odds = std::log(motion.moving_prior / (1 - motion.moving_prior));
  return contact;
}

}  // namespace nightjar
