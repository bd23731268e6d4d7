#include "processing/thermal/body_belief.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "processing/thermal/evidence.hpp"

namespace nightjar {
namespace {

/// How many contacts seem raised above the plane, and how many lie on it, of those that show either.
struct Heights {
  int raised = 0, on_plane = 0;

  void count(const Contact& contact, double least) {
    if (!contact.raised) return;
    raised += contact.raised->log_odds > least ? 1 : 0;
    on_plane += contact.raised->log_odds < -least ? 1 : 0;
  }
  [[nodiscard]] int known() const { return raised + on_plane; }
  [[nodiscard]] bool fit(double most_raised_share) const { return raised <= most_raised_share * known(); }
};

bool looks_a_body(const Contact& contact) {
  constexpr int kLooks = 2;
  return contact.looked >= kLooks && contact.look.body() > 0;
}

}  // namespace

double BodyBelief::look_again_s(const Contact& contact) const {
  constexpr int kEnough = 4;
  const bool clear = contact.looked >= kEnough && std::abs(contact.look.body()) > options_.clearly;
  return clear ? options_.look_when_clear_s : options_.look_every_s;
}

void BodyBelief::look_at(Contact& contact, const PlaneSpot& spot, const PlaneView& view) const {
  if (!view.look || !(spot.scale.metres_per_px > 0) || contact.looked >= options_.most_looks) return;
  const std::chrono::duration<double> since = view.captured_at - contact.looked_at;
  if (contact.looked > 0 && since.count() < look_again_s(contact)) return;
  if (probability_of(contact.log_odds) < options_.look_from) return;
  contact.note_look(view.look(spot), view.captured_at);
}

void BodyBelief::learn(const std::vector<Contact>& contacts) {
  std::vector<double> standing;
  for (const Contact& contact : contacts)
    if (contact.looks >= options_.standing_looks) standing.push_back(contact.mean_contrast);
  scene_.learn(standing);
  Heights all, of_bodies;
  for (const Contact& contact : contacts) {
    all.count(contact, options_.least_raised);
    const bool likely = contact.outcome == HeatOutcome::confirmed || looks_a_body(contact);
    if (likely) of_bodies.count(contact, options_.least_raised);
  }
  ground_fits_ = all.fit(options_.most_raised_share);
  bodies_fit_ = of_bodies.known() > 0 && of_bodies.fit(options_.most_raised_share);
}

/// Birds that roost are as warm as bodies, but up in their trees. Who walks as a raised thing would seem to
/// move is not known by it.
double BodyBelief::against_by_height(const Contact& contact) const {
  if (!contact.raised || !ground_fits_) return 0;
  return std::clamp(std::log((1 + std::exp(contact.raised->log_odds)) / 2), 0.0, options_.most_by_height);
}

double BodyBelief::on_ground(const Contact& contact) const {
  if (!contact.raised || !bodies_fit_) return 1;
  return std::max(options_.least_on_ground, probability_of(-contact.raised->log_odds));
}

bool BodyBelief::is_body(const Contact& contact, bool looking) const {
  if (!looking) return contact.no_thing_log_odds > 0;
  const bool clear = contact.looked == 2 && contact.look.body() >= options_.clear_looks;
  return (contact.looked >= options_.enough_looks || clear) && contact.no_thing_log_odds > options_.confirm;
}

/// Windows and chimneys stand out as far as bodies do: contrast says less where looks tell, and what is hot
/// but looks like nothing known is told late.
double BodyBelief::log_odds_of(const Contact& contact) const {
  const double by_contrast = scene_.log_odds_of_body(contact.mean_contrast);
  const double by_height = against_by_height(contact);
  if (contact.looked == 0) return std::min(by_contrast, options_.most) - by_height;
  const double share = double{1} * contact.looked / (contact.looked + 1);
  const double by_looks = options_.from_looks + options_.worth_of_looks * share * contact.look.body();
  const double patience = std::min(1.0, double{1} * contact.looked / options_.most_looks);
  const double least_by_contrast = contact.squeezed ? 0 : options_.least_by_contrast;
  return std::clamp(by_contrast, least_by_contrast, options_.most_by_contrast * patience) +
         std::clamp(by_looks, options_.least_by_looks, options_.most_by_looks) - by_height;
}

}  // namespace nightjar
