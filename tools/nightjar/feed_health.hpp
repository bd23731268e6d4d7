#pragma once

#include <functional>
#include <string>

#include "alerts/health_alerts.hpp"
#include "tools/nightjar/feed_worker.hpp"

namespace nightjar {

/// Tells the room what ails one feed. Called on the feed's thread; stamps its alerts with this machine's
/// clock.
class FeedHealth {
 public:
  FeedHealth(const HealthAlertOptions& options, std::function<void(AlertParcel)> post);

  void failed(const FeedFailure& failure);
  void recovered();

  /// About something that does not stop the feed: an alert that opens and closes at once.
  void complained(const std::string& line);

 private:
  HealthAlertOptions options_;
  std::function<void(AlertParcel)> post_;
  HealthAlerts alerts_;
};

}  // namespace nightjar
