#include "processing/thermal/contact_kinship.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace nightjar {
namespace {

bool looks_an_animal(const Contact& contact) {
  return contact.looked >= 2 && contact.look.animal > std::max(contact.look.person, contact.look.vehicle);
}

bool clearly_an_animal(const Contact& contact) {
  constexpr double kClearly = 1.5;  // nats over any other class
  return looks_an_animal(contact) &&
         contact.look.animal > std::max(contact.look.person, contact.look.vehicle) + kClearly;
}

bool trots(const Contact& contact, const KinshipOptions& options) {
  return clearly_an_animal(contact) && contact.shape().length_m < options.small_m;
}

bool look_alike(const Contact& a, const Contact& b, const KinshipOptions& options) {
  constexpr int kLooks = 2;
  return a.looked >= kLooks && b.looked >= kLooks && a.same_class_as(b) >= options.surely_same_class;
}

bool out_of_place(const Contact& lost, double least_s) {
  return lost.gone_s >= least_s;
}

/// How far an animal may be from where it lay or stood: a deer that bolts, sheep that graze, or a fox that
/// trots.
double strayed_m(const Contact& lost, const Contact& fresh, double passed_s, const KinshipOptions& options) {
  const bool gone = out_of_place(lost, options.surely_gone_s);
  if (passed_s <= (gone ? options.bolt_s : options.stirred_s)) return options.bolt_mps * passed_s;
  const double roamed_m = gone ? std::min(options.roam_m, options.roam_mps * passed_s) : 0;
  if (passed_s > options.trot_s || !trots(lost, options) || !trots(fresh, options)) return roamed_m;
  return std::max(roamed_m, std::min(options.trot_m, options.trot_mps * passed_s));
}

/// The same of a vehicle, half of whose length may be hidden.
double driven_m(const Contact& lost, double passed_s, const KinshipOptions& options) {
  if (!out_of_place(lost, options.driven_off_s) || passed_s > options.drive_s) return 0;
  return lost.shape().length_m / 2 + options.drive_mps * passed_s;
}

/// The same of anybody who gets up.
double stirred_m(const Contact& lost, bool alike, double passed_s, const KinshipOptions& options) {
  const double walked_m = out_of_place(lost, options.surely_gone_s) ? options.walk_mps * passed_s : 0;
  return (alike ? options.stirred_alike_m : options.stirred_m) + walked_m;
}

bool within_ratio(double a, double b, double most_ratio) {
  return std::max(a, b) <= most_ratio * std::min(a, b);
}

}  // namespace

std::optional<double> off_its_way(const Contact& lost, const Contact& fresh, const KinshipOptions& options) {
  const double away_s = std::chrono::duration<double>(fresh.first_seen - lost.last_seen).count();
  if (away_s < -options.overlap_s || away_s > options.longest_away_s) return {};
  const double passed_s = std::max(0.0, away_s);
  const Eigen::Vector2d apart = fresh.first_place - lost.last_place;
  const bool alike = look_alike(lost, fresh, options);
  const bool got_up =
      away_s <= options.stirred_s && apart.norm() <= stirred_m(lost, alike, passed_s, options);
  const bool vehicle = lost.looks_a_vehicle() && fresh.looks_a_vehicle();
  if (!within_ratio(lost.mean_contrast, fresh.mean_contrast,
                    got_up ? options.most_ratio_stirred : options.most_ratio))
    return {};
  if (!vehicle && !within_ratio(lost.shape().length_m, fresh.shape().length_m,
                                alike ? options.most_ratio_alike : options.most_ratio))
    return {};
  if (lost.same_class_as(fresh) < options.least_same_class) return {};
  // Seen no more since the other came up beside it: it got up, and is the other.
  if (got_up) return apart.norm();
  if (looks_an_animal(lost) && looks_an_animal(fresh) &&
      apart.norm() <= options.stirred_m + strayed_m(lost, fresh, passed_s, options))
    return apart.norm();
  if (vehicle && apart.norm() <= options.stirred_m + driven_m(lost, passed_s, options)) return apart.norm();
  // Who was left behind at rest, and whose place nobody saw without them, has not come here.
  const bool left_at_rest =
      lost.last_velocity.norm() < options.least_speed && !out_of_place(lost, options.surely_gone_s);
  if (left_at_rest) return {};
  const double speed = std::max(lost.last_velocity.norm(), fresh.velocity().norm());
  if (speed < options.least_speed) return {};
  const double off =
      std::min((apart - lost.last_velocity * passed_s).norm(), (apart - fresh.velocity() * passed_s).norm());
  const double own_m = lost.looks_a_vehicle() ? lost.shape().length_m / 2 : 0;
  const double may_be_off = options.off_m + own_m + options.off_of_way * speed * passed_s;
  const bool no_person = vehicle || (looks_an_animal(lost) && looks_an_animal(fresh));
  if (off > (no_person ? may_be_off : std::min(may_be_off, options.most_off_m))) return {};
  return off;
}

std::optional<std::size_t> lost_before(const std::vector<Contact>& contacts, const Contact& fresh,
                                       const KinshipOptions& options) {
  constexpr double kClearly = 2;  // times as far off its way is another
  std::optional<std::size_t> nearest;
  double least_m = 0, second_m = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    const Contact& lost = contacts[i];
    if (lost.ended || lost.seen_now || lost.outcome != HeatOutcome::confirmed || &lost == &fresh) continue;
    const auto off_m = off_its_way(lost, fresh, options);
    if (!off_m) continue;
    if (!nearest || *off_m < least_m) {
      if (nearest) second_m = least_m;
      nearest = i, least_m = *off_m;
    } else {
      second_m = std::min(second_m, *off_m);
    }
  }
  const bool of_a_herd = nearest && looks_an_animal(contacts[*nearest]);  // which of it matters little
  if (!of_a_herd && second_m <= kClearly * std::max(least_m, options.same_m)) return {};
  return nearest;
}

}  // namespace nightjar
