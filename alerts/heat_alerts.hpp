#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "alerts/heat_rules.hpp"
#include "processing/thermal/heat_track.hpp"

namespace nightjar {

struct HeatAlertOptions {
  std::string feed;
  std::string config;
  std::shared_ptr<const HeatRules> rules;        ///< never null
  std::chrono::milliseconds shortest_gap{1000};  ///< between an alert's event and its amendment
  double probability_step = 0.1;                 ///< a smaller change is not worth an amendment
  /// OS grid reference of a latitude and longitude in degrees; null: alerts go without.
  std::function<std::optional<std::string>(double, double)> os_grid;
};

/// The class as alerts say it.
[[nodiscard]] const char* class_word(HeatClass heat_class);

/// A contact, or a group of them, as it is to be told.
struct HeatSubject {
  HeatTrack track;
  std::optional<HeatRule> rule;  ///< nothing: none tells it
  bool candidate = false;        ///< told because a search tells everything; `rule` says how
  std::optional<AlertGroup> group;
  std::optional<AlertOwn> own;
  std::optional<std::string> sortie;
};

/// Turns the tracks of one feed into alerts: one per track, raised when it is confirmed and fits a rule,
/// amended when it has left its own error circle, its class or its probability has changed, a rule of a
/// higher priority fits it, or it is lost or found again. Closed by its rule alone, or by people; what is
/// found again after its rule has closed the alert raises another one of the same incident. Pure: its time is
/// that of the tracks.
class HeatAlerts {
 public:
  explicit HeatAlerts(HeatAlertOptions options) : options_(std::move(options)) {}

  /// Contacts that were confirmed and ended without fitting any rule.
  [[nodiscard]] std::uint64_t outside_rules() const { return outside_rules_; }

  /// A track about which something changed, as the rules tell it.
  std::vector<AlertParcel> update(const HeatTrack& track, const CaptureClock& clock);
  std::vector<AlertParcel> update(const HeatSubject& subject, const CaptureClock& clock);

  /// The contact is told otherwise from now on, or not as what it was: its alert is withdrawn with the cause
  /// in words. If it comes to be told again, it is by another alert of the same incident.
  std::vector<AlertParcel> withdraw(std::uint64_t track, const std::string& cause, CaptureTime at);

  /// Nothing more will come of the track: what stands of it is left to its rule and to people.
  void leave(std::uint64_t track);

  /// The alert that stands for a track; empty: none.
  [[nodiscard]] std::string alert_of(std::uint64_t track) const;

  /// Amendments that had to wait and are due; call it with each frame's time.
  std::vector<AlertParcel> due(CaptureTime now);

  /// Every amendment that still waits: the feed is over.
  std::vector<AlertParcel> finish();

 private:
  struct Alert {
    AlertEvent sent;
    AlertEvent wanted;
    HeatRule rule;  ///< that it was raised by
    bool waits = false;
    bool ended = false;
    bool closed = false;     ///< by the rule
    bool withdrawn = false;  ///< told otherwise
    bool candidate = false;
    int raised = 1;  ///< times
  };

  [[nodiscard]] AlertEvent event_of(const HeatSubject& subject, const CaptureClock& clock,
                                    const HeatRule& rule, int raised) const;
  std::vector<AlertParcel> raise(const HeatSubject& subject, const CaptureClock& clock);
  void take_rule(Alert& alert, const HeatSubject& subject, AlertEvent& wanted) const;
  void close_lost(CaptureTime now, std::vector<AlertParcel>& parcels);
  [[nodiscard]] AlertPlace place_of(const GroundPoint& position) const;
  [[nodiscard]] bool worth_amending(const AlertEvent& sent, const AlertEvent& wanted) const;

  HeatAlertOptions options_;
  std::map<std::uint64_t, Alert> alerts_;  ///< of live tracks, by track
  std::uint64_t outside_rules_ = 0;
};

}  // namespace nightjar
