#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "alerts/health_alerts.hpp"
#include "tools/nightjar/feed_worker.hpp"

namespace nightjar {

/// Tells the room what ails one feed. Any thread; stamps its alerts with this machine's clock.
class FeedHealth {
 public:
  FeedHealth(const HealthAlertOptions& options, std::function<void(AlertParcel)> post);

  /// The flight that is under way, which what follows is then about.
  void flies(const std::optional<std::string>& sortie);

  void failed(const FeedFailure& failure);
  void recovered();

  /// After each frame of a feed with live telemetry: an alert of its own is open while pictures go without.
  void telemetry(const TelemetryCounts& counts);
  /// Pictures are not expected any more, so that none are no fault: what was open is closed.
  void rests();

  /// About something that does not stop the feed: an alert that opens and closes at once.
  void complained(const std::string& line);

  /// The same about what each opening of the feed finds out anew: told once, and again when its flight is
  /// over. Whether it was told. Lines that differ by their figures alone are one.
  bool found_out(const std::string& line);

 private:
  void post(std::optional<AlertParcel> parcel);
  void tell(const std::string& line);

  HealthAlertOptions options_;
  std::function<void(AlertParcel)> post_;
  std::mutex lock_;  // over what follows
  std::optional<std::string> sortie_;
  std::set<std::string> found_out_;  ///< without their figures
  HealthAlerts alerts_;
  HealthAlerts telemetry_;  // apart: pictures may go on without it
};

}  // namespace nightjar
