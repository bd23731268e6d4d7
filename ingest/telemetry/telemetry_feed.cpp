#include "ingest/telemetry/telemetry_feed.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "ingest/telemetry/telemetry_file.hpp"

namespace nightjar {

TelemetryFeed::TelemetryFeed(const std::string& place, std::function<void(std::string_view)> heard)
    : place_(place) {
  if (place.rfind("udp://", 0) == 0) {
    TelemetrySocketOptions options;
    options.heard = std::move(heard);
    socket_ = std::make_unique<TelemetrySocket>(place, std::move(options));
    return;
  }
  const TelemetryRead read = read_telemetry_file(place);
  if (!read.errors.empty()) throw std::runtime_error(first_of(read.errors));
  for (const TelemetryRecord& record : read.records) track_.add(record.telemetry);
  if (!read.warnings.empty()) complaint_ = first_of(read.warnings);
}

std::optional<Telemetry> TelemetryFeed::at(CaptureTime time) const {
  return socket_ ? socket_->at(time) : track_.at(time);
}

std::optional<std::string> TelemetryFeed::take_complaint() {
  return socket_ ? socket_->take_complaint() : std::exchange(complaint_, std::nullopt);
}

}  // namespace nightjar
