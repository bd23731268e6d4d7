#include "tools/nightjar/feed_health.hpp"

#include <chrono>

namespace nightjar {
namespace {

CaptureTime now() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

HealthAlertOptions of_telemetry(HealthAlertOptions options) {
  options.aspect = "telemetry";
  return options;
}

}  // namespace

FeedHealth::FeedHealth(const HealthAlertOptions& options, std::function<void(AlertParcel)> post)
    : options_(options), post_(std::move(post)), alerts_(options), telemetry_(of_telemetry(options)) {}

void FeedHealth::post(std::optional<AlertParcel> parcel) {
  if (!parcel) return;
  parcel->event.sortie = sortie_;
  post_(std::move(*parcel));
}

void FeedHealth::flies(const std::optional<std::string>& sortie) {
  const std::scoped_lock held(lock_);
  sortie_ = sortie;
}

void FeedHealth::failed(const FeedFailure& failure) {
  const std::scoped_lock held(lock_);
  post(alerts_.fail(failure.cause, failure.detail, now()));
}

void FeedHealth::recovered() {
  const std::scoped_lock held(lock_);
  post(alerts_.recover(now()));
}

void FeedHealth::rests() {
  recovered();
  flies(std::nullopt);
}

void FeedHealth::telemetry(const TelemetryCounts& counts) {
  const std::scoped_lock held(lock_);
  if (!counts.outage.empty()) {
    post(telemetry_.fail("telemetry", counts.outage, now()));
  } else if (counts.fits) {
    post(telemetry_.recover(now()));
  }
}

void FeedHealth::complained(const std::string& line) {
  const std::scoped_lock held(lock_);
  HealthAlertOptions options = options_;
  options.handling = AlertHandling::queue;
  HealthAlerts single(options);
  post(single.fail("flawed", line, now()));
  post(single.recover(now()));
}

}  // namespace nightjar
