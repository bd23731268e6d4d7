#include "processing/thermal/shared_error.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace nightjar {
namespace {

constexpr double kGate = 11.8;            // chi-square of two degrees, 99.7 %
constexpr std::size_t kHypotheses = 120;  // pairs tried, strongest first
constexpr std::size_t kAnchors = 60, kSpots = 80;
constexpr double kDrift = 0.01;           // variance that the map's offset gains a second, of the stated one
constexpr double kLinking = 0.02 * 0.02;  // the same from linking contact to contact, in any case

struct Candidate {
  std::size_t anchor = 0, spot = 0;
  Eigen::Vector2d apart;
  Eigen::Matrix2d precision;  // of the pair, for the pose known
};

double squared_distance(const Candidate& c, const PlaneSpot& spot, const PoseVector& error) {
  const Eigen::Vector2d left = c.apart - spot.by_pose * error;
  return left.dot(c.precision * left);
}

struct Prior {
  PoseVector mean = PoseVector::Zero();
  PoseCovariance covariance = PoseCovariance::Zero();
  PoseCovariance information = PoseCovariance::Zero();
};

std::vector<Candidate> candidates_of(const std::vector<Anchor>& anchors, const std::vector<PlaneSpot>& spots,
                                     const Prior& prior) {
  struct Expected {
    Eigen::Vector2d moved;
    Eigen::Matrix2d by_pose;
    double trace;  // with the spot's own covariance
  };
  std::vector<Expected> expected;
  for (std::size_t s = 0; s < std::min(spots.size(), kSpots); ++s) {
    const PoseJacobian& j = spots[s].by_pose;
    const Eigen::Matrix2d by_pose = j * prior.covariance * j.transpose();
    expected.push_back({j * prior.mean, by_pose, spots[s].covariance.trace() + by_pose.trace()});
  }
  std::vector<Candidate> candidates;
  for (std::size_t a = 0; a < std::min(anchors.size(), kAnchors); ++a) {
    const double own_trace = anchors[a].covariance.trace();
    for (std::size_t s = 0; s < expected.size(); ++s) {
      const Eigen::Vector2d apart = spots[s].at - anchors[a].at;
      const Eigen::Vector2d left = apart - expected[s].moved;
      // No axis of the covariance is longer than both together.
      if (left.squaredNorm() > kGate * (own_trace + expected[s].trace)) continue;
      const Eigen::Matrix2d own = anchors[a].covariance + spots[s].covariance;
      const Eigen::Matrix2d with_pose = own + expected[s].by_pose;
      if (left.dot(with_pose.inverse() * left) < kGate) candidates.push_back({a, s, apart, own.inverse()});
    }
  }
  return candidates;
}

/// Holds errors of the pose against the anchors' candidates.
class Consensus {
 public:
  Consensus(const std::vector<Candidate>& candidates, const std::vector<Anchor>& anchors,
            const std::vector<PlaneSpot>& spots, const Prior& prior)
      : candidates_(candidates), spots_(spots), prior_(prior), moved_(std::min(spots.size(), kSpots)) {
    for (std::size_t i = 0; i < candidates.size();) {
      const std::size_t first = i, anchor = candidates[i].anchor;
      while (i < candidates.size() && candidates[i].anchor == anchor) ++i;
      groups_.push_back({first, i, anchors[anchor].weight, 0});
    }
    double most = 0;
    for (auto group = groups_.rbegin(); group != groups_.rend(); ++group) {
      group->most_of_later = most;
      most += group->weight * kGate;
    }
  }

  /// Sum over the anchors of how well the best spot fits, less how improbable the error is by itself; nullopt
  /// as soon as it is plain that this is not more than `to_beat`.
  std::optional<double> agreement(const PoseVector& error, double to_beat) {
    constexpr double kRounding = 1e-6;
    const PoseVector off = error - prior_.mean;
    double sum = -off.dot(prior_.information * off);
    for (std::size_t s = 0; s < moved_.size(); ++s) moved_[s] = spots_[s].by_pose * error;
    for (const Group& group : groups_) {
      double best = 0;
      for (std::size_t i = group.first; i < group.end; ++i) {
        const Candidate& c = candidates_[i];
        const Eigen::Vector2d left = c.apart - moved_[c.spot];
        best = std::max(best, kGate - left.dot(c.precision * left));
      }
      sum += group.weight * best;
      if (sum + group.most_of_later + kRounding < to_beat) return {};
    }
    if (sum > to_beat) return sum;
    return {};
  }

 private:
  struct Group {
    std::size_t first = 0, end = 0;  ///< of one anchor's candidates
    double weight = 0;
    double most_of_later = 0;  ///< that the anchors after it can add
  };
  const std::vector<Candidate>& candidates_;
  const std::vector<PlaneSpot>& spots_;
  const Prior& prior_;
  std::vector<Group> groups_;
  std::vector<Eigen::Vector2d> moved_;  ///< by spot: by the error that is held against them
};

PoseVector error_by_pair(const Candidate& c, const std::vector<PlaneSpot>& spots, const Prior& prior) {
  const PoseJacobian& j = spots[c.spot].by_pose;
  const Eigen::Matrix2d s = c.precision.inverse() + j * prior.covariance * j.transpose();
  return prior.mean + prior.covariance * j.transpose() * (s.inverse() * (c.apart - j * prior.mean));
}

PoseVector agreed_error(const std::vector<Candidate>& candidates, const std::vector<Anchor>& anchors,
                        const std::vector<PlaneSpot>& spots, const Prior& prior) {
  std::vector<const Candidate*> order;
  order.reserve(candidates.size());
  for (const Candidate& c : candidates) order.push_back(&c);
  std::stable_sort(order.begin(), order.end(), [&anchors](const Candidate* a, const Candidate* b) {
    return anchors[a->anchor].weight > anchors[b->anchor].weight;
  });
  if (order.size() > kHypotheses) order.resize(kHypotheses);
  Consensus consensus(candidates, anchors, spots, prior);
  PoseVector best = prior.mean;
  double to_beat = consensus.agreement(best, -std::numeric_limits<double>::infinity()).value_or(0);
  for (const Candidate* c : order) {
    const PoseVector error = error_by_pair(*c, spots, prior);
    if (const auto found = consensus.agreement(error, to_beat)) best = error, to_beat = *found;
  }
  return best;
}

/// One round of weighted least squares about `error`, each anchor with its best spot.
SharedErrorEstimate refined(const std::vector<Candidate>& candidates, const std::vector<Anchor>& anchors,
                            const std::vector<PlaneSpot>& spots, const Prior& prior,
                            const PoseVector& error) {
  SharedErrorEstimate out;
  out.information = prior.information;
  out.information_mean = prior.information * prior.mean;
  for (std::size_t i = 0; i < candidates.size();) {
    const std::size_t anchor = candidates[i].anchor;
    const Candidate* best = nullptr;
    double best_distance = kGate;
    for (; i < candidates.size() && candidates[i].anchor == anchor; ++i) {
      const double distance = squared_distance(candidates[i], spots[candidates[i].spot], error);
      if (distance < best_distance) best = &candidates[i], best_distance = distance;
    }
    if (best == nullptr) continue;
    const PoseJacobian& j = spots[best->spot].by_pose;
    const double weight = anchors[anchor].weight / (1 + best_distance / 4);
    SharedErrorEstimate::Pair pair{anchor, best->spot, {}, {}};
    pair.information = weight * j.transpose() * best->precision * j;
    pair.information_mean = weight * j.transpose() * (best->precision * best->apart);
    out.information += pair.information;
    out.information_mean += pair.information_mean;
    out.pairs.push_back(pair);
  }
  out.covariance = out.information.inverse();
  out.mean = out.covariance * out.information_mean;
  return out;
}

PoseJacobian typical_of(const std::vector<PlaneSpot>& spots) {
  PoseJacobian sum = PoseJacobian::Zero();
  for (const PlaneSpot& s : spots) sum += s.by_pose;
  return spots.empty() ? sum : PoseJacobian(sum / static_cast<double>(spots.size()));
}

}  // namespace

SharedErrorEstimate SharedErrorEstimate::without(std::size_t anchor) const {
  SharedErrorEstimate out = *this;
  for (const Pair& pair : pairs) {
    if (pair.anchor != anchor) continue;
    out.information -= pair.information;
    out.information_mean -= pair.information_mean;
    out.covariance = out.information.inverse();
    out.mean = out.covariance * out.information_mean;
  }
  return out;
}

SharedErrorEstimate SharedError::estimate(const std::vector<Anchor>& anchors,
                                          const std::vector<PlaneSpot>& spots,
                                          const PoseCovariance& pose_covariance) const {
  Prior prior;
  const PoseJacobian typical = typical_of(spots);
  prior.covariance = pose_covariance;
  prior.covariance.diagonal().array() += 1e-9;
  if (!spots.empty()) {
    // The map's own offset looks like one of position, whose first two parts move the plane directly.
    const Eigen::Matrix2d position_from_plane = typical.leftCols<2>().inverse();
    prior.mean.head<2>() = position_from_plane * offset_;
    prior.covariance.topLeftCorner<2, 2>() +=
        position_from_plane * offset_covariance_ * position_from_plane.transpose();
  }
  prior.information = prior.covariance.inverse();
  const std::vector<Candidate> candidates = candidates_of(anchors, spots, prior);
  PoseVector error = agreed_error(candidates, anchors, spots, prior);
  SharedErrorEstimate out = refined(candidates, anchors, spots, prior, error);
  for (int i = 0; i < 3; ++i) out = refined(candidates, anchors, spots, prior, out.mean);
  out.typical = typical;
  return out;
}

void SharedError::learn(const SharedErrorEstimate& estimate, const PoseCovariance& pose_covariance,
                        const Eigen::Vector2d& map_shift, double elapsed_s) {
  if (estimate.typical.isZero()) return;
  const Eigen::Matrix2d stated = estimate.typical * pose_covariance * estimate.typical.transpose();
  if (!started_) {
    started_ = true;
    offset_covariance_ = stated;  // the map is founded on one pose
    return;
  }
  offset_covariance_ += (kDrift * stated + kLinking * Eigen::Matrix2d::Identity()) * elapsed_s;
  if (estimate.pairs.empty()) {
    has_last_ = false;
    return;
  }
  const Eigen::Vector2d seen = estimate.typical * estimate.mean;
  const Eigen::Matrix2d seen_covariance =
      estimate.typical * estimate.covariance * estimate.typical.transpose();
  const Eigen::Matrix2d gain =
      offset_covariance_ * (offset_covariance_ + varying_share() * stated + seen_covariance).inverse();
  offset_ += gain * (seen - offset_);
  offset_covariance_ -= gain * offset_covariance_;
  offset_covariance_ = (0.5 * (offset_covariance_ + offset_covariance_.transpose())).eval();
  if (has_last_ && estimate.pairs.size() >= 2) {
    varying_ += std::max(0.0, (seen - last_seen_).squaredNorm() / 2 - seen_covariance.trace());
    stated_ += stated.trace();
    ++compared_;
  }
  has_last_ = estimate.pairs.size() >= 2;
  last_seen_ = seen - map_shift;
  offset_ -= map_shift;
}

double SharedError::varying_share() const {
  constexpr double kPictures = 2;  // weight of the first guess, that all of it varies
  if (stated_ <= 0) return 1;
  return std::clamp((varying_ / stated_ * compared_ + kPictures) / (compared_ + kPictures), 0.0, 1.0);
}

double SharedError::constant_share() const {
  if (compared_ < 8 || stated_ <= 0) return 1;
  const double spread = std::sqrt(2.0 / compared_);  // of a variance from so many differences, relative
  return std::clamp(1 - varying_ / stated_ * std::max(0.0, 1 - 2 * spread), 0.0, 1.0);
}

}  // namespace nightjar
