#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "processing/thermal/heat_track.hpp"

namespace nightjar {

struct HeatAlertOptions {
  std::string feed;
  std::string channel;
  std::string config;
  int priority = 40;
  AlertHandling handling = AlertHandling::alarm;
  double min_probability = 0.5;                  ///< that it is a real contact, before an alert is raised
  std::chrono::milliseconds shortest_gap{1000};  ///< between an alert's event and its amendment
  double probability_step = 0.1;                 ///< a smaller change is not worth an amendment
  /// OS grid reference of a latitude and longitude in degrees; null: alerts go without.
  std::function<std::optional<std::string>(double, double)> os_grid;
};

/// The class as alerts say it.
[[nodiscard]] const char* class_word(HeatClass heat_class);

/// Turns the tracks of one feed into alerts: one per track, raised when it is confirmed, amended when it has
/// left its own error circle, its class or its probability has changed, or it is lost or found again.
/// Pure: its time is that of the tracks.
class HeatAlerts {
 public:
  explicit HeatAlerts(HeatAlertOptions options) : options_(std::move(options)) {}

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
    bool waits = false;
    bool ended = false;
  };

  [[nodiscard]] AlertEvent event_of(const HeatTrack& track, const CaptureClock& clock) const;
  [[nodiscard]] AlertPlace place_of(const GroundPoint& position) const;
  [[nodiscard]] bool worth_amending(const AlertEvent& sent, const AlertEvent& wanted) const;

  HeatAlertOptions options_;
  std::map<std::uint64_t, Alert> alerts_;  ///< open ones, by track
};

}  // namespace nightjar
