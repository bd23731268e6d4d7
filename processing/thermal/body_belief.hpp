#pragma once

#include <vector>

#include "processing/thermal/contact.hpp"
#include "processing/thermal/scene_clutter.hpp"

namespace nightjar {

struct BodyBeliefOptions {
  SceneClutterOptions scene;
  double standing_looks = 3;  ///< independent pictures that make a standing thing

  double look_from = 0.2;           ///< probability of being no clutter from which on a contact is looked at
  double look_every_s = 0.4;        ///< pictures closer in time show the same again
  int most_looks = 12;              ///< at one contact
  double worth_of_looks = 1.6;      ///< of their mean log odds
  double most_by_looks = 4;         ///< nats that looks can say for a body
  double least_by_looks = -8;       ///< and against it
  int enough_looks = 2;             ///< to say what it is, where it can be looked at at all
  double clear_look = 1.5;          ///< nats of a mean look that fewer are enough for
  double most_by_contrast = 2;      ///< nats that contrast can say for a body that was looked at
  double least_by_contrast = -2.5;  ///< and against one
  double most = 12;                 ///< nats in all, so that later pictures still count
};

/// Whether a contact that stays is a body or a standing thing: by how far it stands out among all that stands
/// in its scene, and by what it looks like. Belongs to one thread.
class BodyBelief {
 public:
  explicit BodyBelief(const BodyBeliefOptions& options) : options_(options), scene_(options.scene) {}

  /// Looks closer at a contact that the view shows as `spot`, where that may tell something new.
  void look_at(Contact& contact, const PlaneSpot& spot, const PlaneView& view) const;

  /// How far the standing things of the scene stand out, from all contacts that there are now.
  void learn(const std::vector<Contact>& contacts);

  /// Whether the contact, which can be looked at, was looked at often enough to be told.
  [[nodiscard]] bool is_settled(const Contact& contact) const;

  /// That the contact is a body, nats.
  [[nodiscard]] double log_odds_of(const Contact& contact) const;

 private:
  BodyBeliefOptions options_;
  SceneClutter scene_;
};

}  // namespace nightjar
