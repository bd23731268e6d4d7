#include "alerts/health_alerts.hpp"

#include "alerts/alert_names.hpp"
#include "alerts/sha256.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

constexpr std::chrono::seconds kShortestGap{1};

std::string incident_of(const HealthAlertOptions& options) {
  if (options.aspect.empty()) return short_key({options.channel, name_of(options.kind), options.what});
  return short_key({options.channel, name_of(options.kind), options.what, options.aspect});
}

}  // namespace

HealthAlertOptions about_system(const std::string& channel, const std::string& what,
                                const std::string& config) {
  HealthAlertOptions options;
  options.kind = AlertKind::system_health;
  options.channel = channel;
  options.what = what;
  options.priority = 5;
  options.config = config;
  return options;
}

std::optional<AlertParcel> HealthAlerts::fail(const std::string& cause, const std::string& detail,
                                              CaptureTime at) {
  if (!open_) {
    const std::string incident = incident_of(options_);
    open_ = Open{short_key({options_.channel, options_.feed, incident, format_utc(at)}),
                 1,
                 {options_.what, cause, detail},
                 at};
    return parcel(AlertHappening::raised, at);
  }
  if (open_->health.cause == cause || at - open_->sent_at < kShortestGap) return std::nullopt;
  open_->health = {options_.what, cause, detail};
  open_->sent_at = at;
  ++open_->revision;
  return parcel(AlertHappening::amended, at);
}

std::optional<AlertParcel> HealthAlerts::recover(CaptureTime at) {
  if (!open_) return std::nullopt;
  ++open_->revision;
  AlertParcel closed = parcel(AlertHappening::closed, at);
  open_.reset();
  return closed;
}

AlertParcel HealthAlerts::parcel(AlertHappening happening, CaptureTime at) const {
  AlertParcel parcel;
  AlertEvent& event = parcel.event;
  event.event = happening;
  event.alert = open_->alert;
  event.revision = open_->revision;
  event.incident = incident_of(options_);
  event.kind = options_.kind;
  event.priority = options_.priority;
  event.handling = options_.handling;
  event.channel = options_.channel;
  event.feed = options_.feed;
  event.captured_at = at;
  event.clock = {ClockSource::arrival, std::nullopt, true};
  event.place = options_.place;
  event.health = open_->health;
  event.config = options_.config;
  return parcel;
}

}  // namespace nightjar
