#include "tools/nightjar/feed_health.hpp"

#include <chrono>

namespace nightjar {
namespace {

CaptureTime now() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

constexpr std::size_t kMostFindings = 100;  // of one flight: a stream that changes all the time is no news

std::string without_figures(const std::string& line) {
  std::string words;
  for (const char letter : line)
    if ((letter < '0' || letter > '9') && letter != '.' && letter != '+' && letter != '-') words += letter;
  return words;
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
  const std::scoped_lock held(lock_);
  found_out_.clear();
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
  tell(line);
}

bool FeedHealth::found_out(const std::string& line) {
  const std::scoped_lock held(lock_);
  if (found_out_.size() >= kMostFindings || !found_out_.insert(without_figures(line)).second) return false;
  tell(line);
  return true;
}

void FeedHealth::tell(const std::string& line) {
  HealthAlertOptions options = options_;
  options.handling = AlertHandling::queue;
  HealthAlerts single(options);
  post(single.fail("flawed", line, now()));
  post(single.recover(now()));
}

}  // namespace nightjar
