#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "alerts/alert.hpp"

namespace nightjar {

struct HealthAlertOptions {
  AlertKind kind = AlertKind::feed_health;  ///< feed_health, list_health or system_health
  std::string channel;
  std::string what;         ///< the feed, the list or the part of the system
  std::string feed;         ///< where `what` is a feed; else empty
  std::string aspect = {};  ///< tells alerts about different sides of one thing apart; may be empty
  int priority = 20;        ///< above most hits: what is blind cannot hit
  AlertHandling handling = AlertHandling::alarm;
  std::string config;
  std::optional<AlertPlace> place;  ///< of a fixed camera
};

/// About a part of the system, for one channel: before all hits, for without it none can be trusted.
[[nodiscard]] HealthAlertOptions about_system(const std::string& channel, const std::string& what,
                                              const std::string& config);

/// Turns the failures of one feed, list or part of the system into one alert, open from the first failure to
/// the recovery. Pure: the caller says what time it is.
class HealthAlerts {
 public:
  explicit HealthAlerts(HealthAlertOptions options) : options_(std::move(options)) {}

  /// Raised at the first failure, amended when the cause changes, at most once a second; else nothing.
  /// `cause` is a word: refused, ended, corrupt, silent, failed, stale, full ...
  [[nodiscard]] std::optional<AlertParcel> fail(const std::string& cause, const std::string& detail,
                                                CaptureTime at);

  /// Closed where it was open.
  [[nodiscard]] std::optional<AlertParcel> recover(CaptureTime at);

  [[nodiscard]] bool failing() const { return open_.has_value(); }

 private:
  struct Open {
    std::string alert;
    std::uint32_t revision = 1;
    AlertHealth health;
    CaptureTime sent_at;
  };
  AlertParcel parcel(AlertHappening happening, CaptureTime at) const;

  HealthAlertOptions options_;
  std::optional<Open> open_;
};

}  // namespace nightjar
