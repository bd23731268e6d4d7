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

void FeedHealth::failed(const FeedFailure& failure) {
  const std::scoped_lock held(lock_);
  if (auto parcel = alerts_.fail(failure.cause, failure.detail, now())) post_(std::move(*parcel));
}

void FeedHealth::recovered() {
  const std::scoped_lock held(lock_);
  if (auto parcel = alerts_.recover(now())) post_(std::move(*parcel));
}

void FeedHealth::telemetry(const TelemetryCounts& counts) {
  std::optional<AlertParcel> parcel;
  if (!counts.outage.empty()) {
    parcel = telemetry_.fail("telemetry", counts.outage, now());
  } else if (counts.fits) {
    parcel = telemetry_.recover(now());
  }
  if (parcel) post_(std::move(*parcel));
}

void FeedHealth::complained(const std::string& line) {
  HealthAlertOptions options = options_;
  options.handling = AlertHandling::queue;
  HealthAlerts single(options);
  if (auto parcel = single.fail("flawed", line, now())) post_(std::move(*parcel));
  if (auto parcel = single.recover(now())) post_(std::move(*parcel));
}

}  // namespace nightjar
