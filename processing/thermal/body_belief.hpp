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
  double clearly = 3;               ///< nats of the mean of four looks and more that hardly leave a doubt,
  double look_when_clear_s = 2;     ///< so that one so often is enough
  int most_looks = 12;              ///< at one contact
  double worth_of_looks = 1.3;      ///< of their mean log odds; this and the next fitted to drawn flights
  double from_looks = 0.5;          ///< nats for a body that looks which say nothing leave
  double most_by_looks = 6;         ///< nats that looks can say for a body
  double least_by_looks = -8;       ///< and against it
  int enough_looks = 3;             ///< to say what it is, where it can be looked at at all
  double clear_looks = 2.3;         ///< nats of a mean look that two are enough for
  double most_by_contrast = 2;      ///< nats that contrast can say for a body after most_looks, fewer before
  double least_by_contrast = -0.5;  ///< and against one that was looked at
  double confirm = 1.75;            ///< nats that a body is told at
  double least_raised = 1;          ///< nats for or against a contact's being raised that are counted
  double most_raised_share = 0.3;   ///< of such contacts: where more are raised, the ground is
  double least_on_ground = 0.1;     ///< trust in a raised contact's place, where bodies are on the ground
  double most_by_height = 2.5;      ///< nats that being raised can say against a body
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

  /// Whether the contact is a body by all that is known; `looking`: it can be looked at, and is told only
  /// after enough looks.
  [[nodiscard]] bool is_body(const Contact& contact, bool looking) const;

  /// Trust that the contact stays where it is on the plane as the camera goes on, 0 to 1: a tree does not. 1
  /// unless likely bodies show that the ground is where it is thought to be.
  [[nodiscard]] double on_ground(const Contact& contact) const;

  /// That the contact is a body, nats.
  [[nodiscard]] double log_odds_of(const Contact& contact) const;

 private:
  [[nodiscard]] double look_again_s(const Contact& contact) const;
  [[nodiscard]] double against_by_height(const Contact& contact) const;

  BodyBeliefOptions options_;
  SceneClutter scene_;
  bool ground_fits_ = true;  ///< most contacts stay where the plane has them as the camera goes on
  bool bodies_fit_ = false;  ///< the same of those that are likely bodies, and there are some
};

}  // namespace nightjar
