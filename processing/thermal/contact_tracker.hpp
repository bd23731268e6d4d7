#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "processing/thermal/assignment.hpp"
#include "processing/thermal/body_belief.hpp"
#include "processing/thermal/contact.hpp"
#include "processing/thermal/contact_kinship.hpp"
#include "processing/thermal/contact_parts.hpp"
#include "processing/thermal/evidence.hpp"
#include "processing/thermal/shared_error.hpp"

namespace nightjar {

struct ContactTrackerOptions {
  EvidenceOptions evidence;
  BodyBeliefOptions belief;  ///< its scene is told the threshold and the evidence's ratio
  MotionOptions motion;
  RaisedOptions raised;
  double contrast_threshold = 6;   ///< the detector's peak_sigmas
  double scene_known_after_s = 2;  ///< nothing is confirmed before: what stands in a scene is learnt first
  ContactPartsOptions parts;
  KinshipOptions kinship;
  double unseen_after_s = 10;      ///< in view but not seen for so long: lost
  double forget_tentative_s = 30;  ///< after it was lost
  double forget_confirmed_s = 900;
};

/// Associates spots with contacts on a plane and decides what is a contact: the one track logic, for the
/// ground and for the stabilised picture. Time from the views only; the same views give the same contacts.
class ContactTracker {
 public:
  explicit ContactTracker(const ContactTrackerOptions& options);

  /// The contacts about which something changed: confirmed or dropped, seen again while confirmed, lost,
  /// found again, ended. A view that is not later than the last one changes nothing.
  std::vector<Contact> update(const PlaneView& view);

  /// Ends every contact with the outcome that it has; those never confirmed are dropped.
  std::vector<Contact> finish();

  /// The live ones. Places on the earth or in the picture are these plus offset().
  [[nodiscard]] const std::vector<Contact>& contacts() const { return contacts_; }
  [[nodiscard]] const SharedError& shared_error() const { return shared_error_; }
  [[nodiscard]] std::uint64_t views_out_of_order() const { return views_out_of_order_; }

 private:
  struct Hit {
    std::size_t contact = 0, spot = 0;
  };

  [[nodiscard]] SharedErrorEstimate pose_error_of(const PlaneView& view) const;
  /// Trust that the contact stays where it is on the plane, 0 to 1.
  [[nodiscard]] double stays(const Contact& contact) const;
  [[nodiscard]] double of_length(const PlaneSpot& spot, const Contact& contact) const;
  [[nodiscard]] std::vector<Hit> associate(const PlaneView& view, const SharedErrorEstimate& error) const;
  void take_hits(const PlaneView& view, const SharedErrorEstimate& error, const std::vector<Hit>& hits,
                 double weight, double elapsed_s);
  void take_misses(const PlaneView& view, const SharedErrorEstimate& error, double weight, double elapsed_s);
  void found_contacts(const PlaneView& view, const SharedErrorEstimate& error);
  void learn_scene();
  void decide(const PlaneView& view);
  [[nodiscard]] double clutter_density(const PlaneView& view) const;

  ContactTrackerOptions options_;
  Evidence evidence_;
  SharedError shared_error_;
  BodyBelief belief_;
  std::vector<Contact> contacts_;  ///< in order of id
  std::vector<bool> spot_used_;    ///< of the view at hand
  std::optional<CaptureTime> first_view_, last_view_;
  bool scene_known_ = false;
  std::uint64_t next_id_ = 1;
  std::uint64_t views_out_of_order_ = 0;
  double clutter_spots_ = 4;  ///< running mean of spots a view that belong to no confirmed contact
};

}  // namespace nightjar
