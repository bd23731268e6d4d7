#include "ingest/telemetry/telemetry_feed.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <utility>

#include "ingest/telemetry/klv_recording.hpp"
#include "ingest/telemetry/telemetry_file.hpp"
#include "ingest/telemetry/telemetry_kind.hpp"

namespace nightjar {

TelemetryFeed::TelemetryFeed(const std::string& place, std::function<void(std::string_view)> heard)
    : place_(place) {
  const auto begins = [&place](std::string_view scheme) { return place.rfind(scheme, 0) == 0; };
  if (begins("udp://") || begins("rtp://") || begins("tcp://")) {
    TelemetrySocketOptions options;
    options.heard = std::move(heard);
    socket_ = std::make_unique<TelemetrySocket>(place, std::move(options));
    return;
  }
  read_file();
}

TelemetryFeed::TelemetryFeed(const std::string& place, const std::vector<Telemetry>& records,
                             std::optional<std::string> complaint)
    : place_(place), complaint_(std::move(complaint)) {
  for (const Telemetry& record : records) track_.add(record);
}

TelemetryFeed::TelemetryFeed(std::string place, std::shared_ptr<LiveFlight> flight)
    : place_(std::move(place)), flight_(std::move(flight)) {}

void TelemetryFeed::read_file() {
  // What is no plain file (a pipe) cannot be looked at twice; it holds lines of JSON.
  TelemetryKind kind = TelemetryKind::json_lines;
  if (std::filesystem::is_regular_file(place_)) kind = telemetry_kind(place_).value_or(kind);
  switch (kind) {
    case TelemetryKind::dji_srt:
      read_side_file();
      break;
    case TelemetryKind::klv:
    case TelemetryKind::mpeg_ts:
      read_klv();
      break;
    case TelemetryKind::json_lines:
      read_lines();
      break;
  }
}

void TelemetryFeed::read_lines() {
  const TelemetryRead read = read_telemetry_file(place_);
  if (!read.errors.empty()) throw std::runtime_error(first_of(read.errors));
  for (const TelemetryRecord& record : read.records) track_.add(record.telemetry);
  if (!read.warnings.empty()) complaint_ = first_of(read.warnings);
}

void TelemetryFeed::read_side_file() {
  DjiSrtRead read = read_dji_srt(place_);
  if (!read.errors.empty()) throw std::runtime_error(first_of(read.errors));
  cues_ = std::move(read.records);
  if (!read.notes.empty()) complaint_ = first_of(read.notes);
}

void TelemetryFeed::read_klv() {
  KlvRecording recording = read_klv_recording(place_);
  if (recording.records.empty()) {
    throw std::runtime_error(place_ + ": holds no usable packet of telemetry" +
                             (recording.notes.empty() ? "" : ": " + recording.notes.front()));
  }
  for (const Telemetry& record : recording.records) track_.add(record);
  for (std::string& note : recording.notes) note.insert(0, place_ + ": ");
  if (!recording.notes.empty()) complaint_ = first_of(recording.notes);
}

void TelemetryFeed::recording_began(CaptureTime at) {
  for (DjiSrtRecord& cue : cues_) {
    cue.telemetry.measured_at = at + cue.cue;
    track_.add(cue.telemetry);
  }
  cues_.clear();
}

std::optional<Telemetry> TelemetryFeed::at(CaptureTime time) const {
  if (flight_) return flight_->at(time);
  return socket_ ? socket_->at(time) : track_.at(time);
}

TelemetryCounts TelemetryFeed::counts() const {
  if (flight_) return flight_->counts();
  return socket_ ? socket_->counts() : TelemetryCounts();
}

std::string TelemetryFeed::why_none_at(CaptureTime time) const {
  if (flight_) return flight_->why_none();
  return socket_ ? socket_->why_none_at(time) : std::string();
}

std::optional<std::string> TelemetryFeed::take_complaint() {
  if (flight_) {
    auto complaint = flight_->take_complaint();
    if (complaint) complaint->insert(0, place_ + ": ");
    return complaint;
  }
  return socket_ ? socket_->take_complaint() : std::exchange(complaint_, std::nullopt);
}

}  // namespace nightjar
