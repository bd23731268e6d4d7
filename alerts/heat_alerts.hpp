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

  /// A track about which something changed.
  std::vector<AlertParcel> update(const HeatTrack& track, const CaptureClock& clock);

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
    bool closed = false;  ///< by the rule
    int raised = 1;       ///< times
  };

  [[nodiscard]] AlertEvent event_of(const HeatTrack& track, const CaptureClock& clock, const HeatRule& rule,
                                    int raised) const;
  std::vector<AlertParcel> raise(const HeatTrack& track, const CaptureClock& clock);
  void close_lost(CaptureTime now, std::vector<AlertParcel>& parcels);
  [[nodiscard]] AlertPlace place_of(const GroundPoint& position) const;
  [[nodiscard]] bool worth_amending(const AlertEvent& sent, const AlertEvent& wanted) const;

  HeatAlertOptions options_;
  std::map<std::uint64_t, Alert> alerts_;  ///< of live tracks, by track
  std::uint64_t outside_rules_ = 0;
};

}  // namespace nightjar
