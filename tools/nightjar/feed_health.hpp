#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "alerts/health_alerts.hpp"
#include "tools/nightjar/feed_worker.hpp"

namespace nightjar {

/// Tells the room what ails one feed. Any thread; stamps its alerts with this machine's clock.
class FeedHealth {
 public:
  FeedHealth(const HealthAlertOptions& options, std::function<void(AlertParcel)> post);

  void failed(const FeedFailure& failure);
  void recovered();

  /// After each frame of a feed with live telemetry: an alert of its own is open while pictures go without.
  void telemetry(const TelemetryCounts& counts);
  /// Pictures are not expected any more, so that none are no fault: what was open is closed.
  void rests() { recovered(); }

  /// About something that does not stop the feed: an alert that opens and closes at once.
  void complained(const std::string& line);

 private:
  HealthAlertOptions options_;
  std::function<void(AlertParcel)> post_;
  std::mutex lock_;  // over alerts_
  HealthAlerts alerts_;
  HealthAlerts telemetry_;  // apart: pictures may go on without it
};

}  // namespace nightjar
