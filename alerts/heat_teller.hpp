#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "alerts/heat_alerts.hpp"
#include "alerts/heat_groups.hpp"
#include "alerts/own_contacts.hpp"
#include "ingest/frame_notes.hpp"

namespace nightjar {

struct HeatTellerOptions {
  HeatAlertOptions alerts;
  HeatGroupOptions groups;
  OwnContactOptions own;
  std::string candidates_to;              ///< channel of a search's candidates; empty: none are told
  double candidate_from = 0.05;           ///< less probable ones are counted, not told
  std::uint32_t candidate_sightings = 2;  ///< what one picture alone showed is noise far too often
};

/// What was known beside a frame.
struct HeatSetting {
  CaptureTime now;
  CaptureClock clock;
  std::optional<FrameSortie> sortie;
};

/// What is told of a contact or a group.
struct HeatTelling {
  HeatTrack track;
  std::vector<AlertParcel> parcels;
};

/// Decides how the contacts of one feed are told: named where they are the force's own, flocks and herds as
/// one, on a search every candidate as what it is; the alerts themselves are HeatAlerts'. Pure.
class HeatTeller {
 public:
  explicit HeatTeller(HeatTellerOptions options);

  /// Where the force's own are, as they say.
  void hear(const std::vector<OwnPosition>& own) { own_.take(own); }

  /// The tracks of a frame about which something changed, in the order of what is told.
  [[nodiscard]] std::vector<HeatTelling> tell(const std::vector<HeatTrack>& tracks,
                                              const HeatSetting& setting);

  /// On a search: those that are not believed yet, all that there are.
  [[nodiscard]] std::vector<HeatTelling> tell_candidates(const std::vector<HeatTrack>& tracks,
                                                         const HeatSetting& setting);

  /// What had to wait and is due.
  [[nodiscard]] std::vector<AlertParcel> due(CaptureTime now) { return alerts_.due(now); }

  /// The tracks of a feed that is over, and whatever waits.
  [[nodiscard]] std::vector<HeatTelling> finish(const std::vector<HeatTrack>& tracks,
                                                const HeatSetting& setting);

  [[nodiscard]] const HeatAlerts& alerts() const { return alerts_; }
  [[nodiscard]] std::uint64_t groups_told() const { return groups_told_; }
  [[nodiscard]] std::uint64_t candidates_untold() const { return candidates_untold_; }

 private:
  [[nodiscard]] bool searches(const HeatSetting& setting) const;
  [[nodiscard]] HeatSubject subject_of(const HeatTrack& track, const HeatSetting& setting) const;
  [[nodiscard]] HeatRule candidate_rule(const HeatTrack& track) const;
  void tell_groups(const HeatGrouping& grouping, const HeatSetting& setting, std::vector<HeatTelling>& told);
  void tell_alone(const HeatTrack& track, const HeatSetting& setting, std::vector<HeatTelling>& told);

  HeatTellerOptions options_;
  HeatAlerts alerts_;
  HeatGroups groups_;
  OwnContacts own_;
  std::set<std::uint64_t> candidates_;  ///< tracks told before they were believed
  std::uint64_t groups_told_ = 0;
  std::uint64_t candidates_untold_ = 0;
};

}  // namespace nightjar
