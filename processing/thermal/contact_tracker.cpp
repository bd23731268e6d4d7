#include "processing/thermal/contact_tracker.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <utility>

namespace nightjar {
namespace {

constexpr double kGate = 11.8;          // chi-square of two degrees, 99.7 %
constexpr double kClutterMemory = 0.1;  // of a view in the running mean
constexpr double kConfirmedFloor = -1;  // log odds: misses alone do not disprove what trees may hide

double seconds(CaptureTime::duration d) {
  return std::chrono::duration<double>(d).count();
}

/// A spot with the pose's error taken off, and the covariance that is left.
struct Corrected {
  Eigen::Vector2d at;
  Eigen::Matrix2d covariance;
};

Corrected corrected(const PlaneSpot& spot, const SharedErrorEstimate& error) {
  return {spot.at - spot.by_pose * error.mean,
          spot.covariance + spot.by_pose * error.covariance * spot.by_pose.transpose()};
}

struct Innovation {
  double distance2 = 0, determinant = 1;
};

Innovation innovation_of(const Contact& contact, const Corrected& spot) {
  const Eigen::Matrix2d s = contact.place_covariance() + spot.covariance;
  const Eigen::Vector2d apart = spot.at - contact.place();
  return {apart.dot(s.inverse() * apart), s.determinant()};
}

/// No axis of the innovation's covariance is longer than both together.
bool surely_beyond_gate(const Eigen::Vector2d& apart, const Eigen::Matrix2d& of_contact,
                        const Corrected& spot) {
  return apart.squaredNorm() > kGate * (of_contact.trace() + spot.covariance.trace());
}

BodyBeliefOptions belief_options(const ContactTrackerOptions& options) {
  BodyBeliefOptions belief = options.belief;
  belief.scene.threshold = options.contrast_threshold;
  belief.scene.max_excess_ratio = options.evidence.max_excess_ratio;
  belief.most = options.evidence.max_log_odds;
  return belief;
}

}  // namespace

ContactTracker::ContactTracker(const ContactTrackerOptions& options)
    : options_(options),
      evidence_(options.evidence, options.contrast_threshold),
      belief_(belief_options(options)) {}

std::vector<Contact> ContactTracker::update(const PlaneView& view) {
  if (last_view_ && view.captured_at <= *last_view_) {
    ++views_out_of_order_;
    return {};
  }
  const double elapsed_s = last_view_ ? seconds(view.captured_at - *last_view_) : 0;
  const double weight = last_view_ ? evidence_.weight(view.captured_at - *last_view_) : 1;
  last_view_ = view.captured_at;
  if (!first_view_) first_view_ = view.captured_at;
  contacts_.erase(
      std::remove_if(contacts_.begin(), contacts_.end(), [](const Contact& c) { return c.ended; }),
      contacts_.end());
  for (Contact& contact : contacts_) {
    contact.seen_now = contact.changed = false;
    contact.predict(elapsed_s, options_.motion);
  }
  const SharedErrorEstimate error = pose_error_of(view);
  take_hits(view, error, associate(view, error), weight, elapsed_s);
  take_misses(view, error, weight, elapsed_s);
  found_contacts(view, error);
  take_parts_together(contacts_, options_.parts, elapsed_s, false);
  learn_scene();
  decide(view);

  std::vector<Contact> changed;
  std::copy_if(contacts_.begin(), contacts_.end(), std::back_inserter(changed),
               [](const Contact& c) { return c.changed; });
  return changed;
}

std::vector<Contact> ContactTracker::finish() {
  contacts_.erase(
      std::remove_if(contacts_.begin(), contacts_.end(), [](const Contact& c) { return c.ended; }),
      contacts_.end());
  // What takes a part in moves, and may come to lie on another.
  while (take_parts_together(contacts_, options_.parts, 0, true)) {
  }
  for (Contact& contact : contacts_) {
    if (contact.outcome == HeatOutcome::tentative) contact.outcome = HeatOutcome::dropped;
    contact.ended = true;
  }
  return std::exchange(contacts_, {});
}

double ContactTracker::stays(const Contact& contact) const {
  constexpr double kMover = 0.2;
  return belief_.on_ground(contact) * (contact.moves() ? kMover : 1.0);
}

SharedErrorEstimate ContactTracker::pose_error_of(const PlaneView& view) const {
  std::vector<const Contact*> strongest;
  for (const Contact& contact : contacts_) strongest.push_back(&contact);
  std::stable_sort(strongest.begin(), strongest.end(),
                   [](const Contact* a, const Contact* b) { return a->log_odds > b->log_odds; });
  std::vector<Anchor> anchors;
  const double best = strongest.empty() ? 1 : probability_of(strongest.front()->log_odds);
  for (const Contact* contact : strongest) {
    const double trust = probability_of(contact->log_odds) / best;
    anchors.push_back(
        {contact->place(), contact->place_covariance(), std::clamp(trust, 0.2, 1.0) * stays(*contact)});
  }
  SharedErrorEstimate estimate = shared_error_.estimate(anchors, view.spots, view.pose_covariance);
  // Anchors were sorted: name the pairs by the contacts' own indices.
  for (SharedErrorEstimate::Pair& pair : estimate.pairs) {
    pair.anchor = static_cast<std::size_t>(strongest[pair.anchor] - contacts_.data());
  }
  return estimate;
}

double ContactTracker::clutter_density(const PlaneView& view) const {
  return std::max(0.5, clutter_spots_) / std::max(view.area, 1e-9);
}

double ContactTracker::of_length(const PlaneSpot& spot, const Contact& contact) const {
  constexpr std::uint32_t kKnown = 4;  // sightings that tell how long it is
  return contact.sightings < kKnown ? 0 : evidence_.of_length(spot.length, contact.length);
}

std::vector<ContactTracker::Hit> ContactTracker::associate(const PlaneView& view,
                                                           const SharedErrorEstimate& error) const {
  const double clutter = clutter_density(view);
  std::vector<AssignmentChoice> choices;
  std::vector<Eigen::Vector2d> places;
  std::vector<Eigen::Matrix2d> covariances;
  for (const Contact& contact : contacts_) {
    places.push_back(contact.place());
    covariances.push_back(contact.place_covariance());
  }
  for (std::size_t s = 0; s < view.spots.size(); ++s) {
    const Corrected spot = corrected(view.spots[s], error);
    for (std::size_t c = 0; c < contacts_.size(); ++c) {
      if (surely_beyond_gate(spot.at - places[c], covariances[c], spot)) continue;
      const Innovation innovation = innovation_of(contacts_[c], spot);
      if (!(innovation.distance2 < kGate)) continue;
      const double gain = evidence_.of_hit(innovation.distance2, innovation.determinant, clutter) -
                          evidence_.of_miss() +
                          evidence_.of_likeness(view.spots[s].spot.contrast, contacts_[c].mean_contrast,
                                                contacts_[c].newest.spot.contrast) +
                          of_length(view.spots[s], contacts_[c]);
      if (gain <= 0) continue;
      // What is surely there explains a spot sooner than what is not.
      choices.push_back({c, s, gain * (0.3 + 0.7 * probability_of(contacts_[c].log_odds))});
    }
  }
  std::vector<Hit> hits;
  for (const AssignmentChoice& choice : best_assignment(std::move(choices))) {
    hits.push_back({choice.row, choice.column});
  }
  return hits;
}

void ContactTracker::take_hits(const PlaneView& view, const SharedErrorEstimate& error,
                               const std::vector<Hit>& hits, double weight, double elapsed_s) {
  const double clutter = clutter_density(view);
  spot_used_.assign(view.spots.size(), false);
  Eigen::Vector2d shift = Eigen::Vector2d::Zero();
  double trusted = 0;
  for (const Hit& hit : hits) {
    Contact& contact = contacts_[hit.contact];
    const PlaneSpot& seen = view.spots[hit.spot];
    Corrected spot = corrected(seen, error.without(hit.contact));
    if (!seen.whole) {
      const double off = options_.motion.cut_off * std::max(seen.length, contact.length);
      spot.covariance.diagonal().array() += off * off;
    }
    const Innovation innovation = innovation_of(contact, spot);
    const double told = evidence_.of_hit(innovation.distance2, innovation.determinant, clutter) +
                        evidence_.of_contrast(seen.spot.contrast, view.squeezed);
    contact.log_odds = std::min(contact.log_odds + weight * told, options_.evidence.max_log_odds);
    contact.looks += weight;
    const Eigen::Vector2d before = contact.place();
    if (contact.raised && view.camera)
      contact.raised->correct(spot.at, spot.covariance, *view.camera,
                              contact.log_density_of(spot.at, spot.covariance), options_.raised);
    contact.correct(spot.at, spot.covariance, options_.motion);
    const double trust = contact.lost_at ? 0 : stays(contact);  // one who comes back came from elsewhere
    shift += trust * (contact.place() - before);
    trusted += trust;
    contact.note(seen, view);
    belief_.look_at(contact, seen, view);
    contact.lost_at.reset();
    contact.gone_s = 0;
    contact.seen_now = true;
    spot_used_[hit.spot] = true;
    if (contact.outcome == HeatOutcome::confirmed) contact.changed = true;
  }
  if (trusted > 0) shift /= trusted;
  const Eigen::Vector2d offset_before = shared_error_.offset();
  shared_error_.learn(error, view.pose_covariance, shift, elapsed_s);
  // What is out of sight stays where it is on the earth.
  for (Contact& contact : contacts_) {
    if (contact.lost_at) contact.shift(offset_before - shared_error_.offset());
  }
}

void ContactTracker::take_misses(const PlaneView& view, const SharedErrorEstimate& error, double weight,
                                 double elapsed_s) {
  const Eigen::Vector2d picture_shift = error.typical * error.mean;
  for (Contact& contact : contacts_) {
    if (contact.seen_now) continue;
    const bool in_view = view.shows && view.shows(contact.place() + picture_shift);
    if (in_view) {
      contact.gone_s += elapsed_s;
      contact.log_odds += weight * evidence_.of_miss();
      if (contact.outcome == HeatOutcome::confirmed)
        contact.log_odds = std::max(contact.log_odds, kConfirmedFloor);
    }
    const bool unseen = seconds(view.captured_at - contact.last_seen) > options_.unseen_after_s;
    if (!contact.lost_at && (!in_view || unseen)) {
      contact.lost_at = view.captured_at;
      contact.changed = contact.outcome == HeatOutcome::confirmed;
    }
  }
}

void ContactTracker::found_contacts(const PlaneView& view, const SharedErrorEstimate& error) {
  double unexplained = 0;
  std::vector<Contact> founded;
  for (std::size_t s = 0; s < view.spots.size(); ++s) {
    if (spot_used_[s]) continue;
    const PlaneSpot& seen = view.spots[s];
    const Corrected spot = corrected(seen, error);
    const auto covers = [&](const Contact& c) {
      const double reach = std::max(options_.parts.distance, options_.parts.reach * c.length);
      return c.seen_now && (c.place() - spot.at).norm() < reach;
    };
    if (std::any_of(contacts_.begin(), contacts_.end(), covers)) continue;
    ++unexplained;
    if (std::any_of(founded.begin(), founded.end(), covers)) continue;
    Contact contact = new_contact(seen, spot.at, spot.covariance, options_.motion);
    if (view.camera)
      contact.raised = RaisedPlace::first(spot.at, spot.covariance, *view.camera, options_.raised);
    contact.id = next_id_++;
    contact.log_odds = evidence_.of_first_spot(seen.spot.contrast, view.squeezed);
    contact.note(seen, view);
    contact.seen_now = true;
    founded.push_back(contact);
  }
  for (const Contact& contact : contacts_) {
    if (contact.seen_now && contact.outcome == HeatOutcome::tentative) {
      unexplained += 1 - probability_of(contact.log_odds);
    }
  }
  clutter_spots_ += kClutterMemory * (unexplained - clutter_spots_);
  contacts_.insert(contacts_.end(), founded.begin(), founded.end());
}

void ContactTracker::learn_scene() {
  belief_.learn(contacts_);
  for (Contact& contact : contacts_) {
    // What is out of sight is not judged by what else is seen meanwhile.
    if (scene_known_ && !contact.seen_now) continue;
    contact.no_thing_log_odds = belief_.log_odds_of(contact);
  }
}

void ContactTracker::decide(const PlaneView& view) {
  const CaptureTime now = view.captured_at;
  const bool scene_known = seconds(now - *first_view_) >= options_.scene_known_after_s;
  const bool just_known = scene_known && !scene_known_;  // who has been waited with may be out of view by now
  scene_known_ = scene_known;
  for (Contact& contact : contacts_) {
    if (contact.ended) continue;
    const double probability = probability_of(contact.log_odds_with_looks());
    const bool body =
        probability >= options_.evidence.confirm && belief_.is_body(contact, static_cast<bool>(view.look));
    const double lost_s = contact.lost_at ? seconds(now - *contact.lost_at) : 0;
    if (contact.outcome == HeatOutcome::confirmed) {
      if (lost_s > options_.forget_confirmed_s) contact.ended = contact.changed = true;
    } else if (body && (just_known || (scene_known && contact.seen_now))) {
      contact.changed = true;
      if (const auto lost = lost_before(contacts_, contact, options_.kinship)) {
        contacts_[*lost].go_on_as(contact);
        contact.outcome = HeatOutcome::dropped;
        contact.ended = true;
      } else {
        contact.outcome = HeatOutcome::confirmed;
      }
    } else if (probability < options_.evidence.drop || lost_s > options_.forget_tentative_s) {
      contact.outcome = HeatOutcome::dropped;
      contact.ended = contact.changed = true;
    }
  }
}

}  // namespace nightjar
