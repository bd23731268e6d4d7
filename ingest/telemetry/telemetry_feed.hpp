#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/telemetry/dji_srt.hpp"
#include "ingest/telemetry/live_flight.hpp"
#include "ingest/telemetry/telemetry_counts.hpp"
#include "ingest/telemetry/telemetry_socket.hpp"
#include "ingest/telemetry/telemetry_track.hpp"

namespace nightjar {

/// The telemetry of one feed, from a file or live.
class TelemetryFeed {
 public:
  /// `place` is a file of JSON lines, a DJI side file, KLV bare or in a transport stream (at the times that
  /// its packets state), `udp://`, `rtp://` or `tcp://HOST:PORT`. Throws std::runtime_error: one line, the
  /// first mistake of a file and how many more there are. `heard`, if any, is told each line of live
  /// telemetry as it came, on another thread.
  explicit TelemetryFeed(const std::string& place, std::function<void(std::string_view)> heard = {});

  /// Records that a recording brings itself, and one line about them, if any is due.
  TelemetryFeed(const std::string& place, const std::vector<Telemetry>& records,
                std::optional<std::string> complaint);

  /// What comes inside of the live stream at `place`, by its pictures' stamps.
  TelemetryFeed(std::string place, std::shared_ptr<LiveFlight> flight);

  /// Whether times in it count from the recording's start, which recording_began() has to tell.
  [[nodiscard]] bool counts_from_start() const { return !cues_.empty(); }
  void recording_began(CaptureTime at);

  /// Where the sensor was and looked at that time; see TelemetryTrack::at. A live one may take a moment.
  [[nodiscard]] std::optional<Telemetry> at(CaptureTime time) const;

  /// One line about records that could not be read; told once.
  [[nodiscard]] std::optional<std::string> take_complaint();

  [[nodiscard]] bool is_live() const { return socket_ || flight_; }
  /// False of a live stream in which none was ever found: it need not have any.
  [[nodiscard]] bool expected() const { return !flight_ || flight_->counts().records > 0; }
  /// How much came of a live one.
  [[nodiscard]] TelemetryCounts counts() const;

  /// What may be wrong where at(time) is nothing, as the end of a sentence such as ", and the newest record
  /// came 7.0 s ago"; may be empty.
  [[nodiscard]] std::string why_none_at(CaptureTime time) const;

  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  void read_file();
  void read_lines();
  void read_side_file();
  void read_klv();

  std::string place_;
  TelemetryTrack track_;                     // of a file
  std::vector<DjiSrtRecord> cues_;           // of a side file, until its start is known
  std::unique_ptr<TelemetrySocket> socket_;  // null: a file, or
  std::shared_ptr<LiveFlight> flight_;       // in the stream of the pictures
  std::optional<std::string> complaint_;
};

}  // namespace nightjar
