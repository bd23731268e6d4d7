#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ingest/telemetry/arrival_rate.hpp"
#include "ingest/telemetry/klv_telemetry.hpp"
#include "ingest/telemetry/stamp_line.hpp"
#include "ingest/telemetry/telemetry_counts.hpp"
#include "ingest/telemetry/telemetry_track.hpp"
#include "ingest/telemetry/ts_klv.hpp"
#include "ingest/telemetry/ts_pictures.hpp"

namespace nightjar {

struct LiveFlightOptions {
  TelemetryTrackOptions track{.keep = std::chrono::seconds(60)};
  std::chrono::milliseconds longest_wait{250};  ///< for the record after a picture
  std::chrono::milliseconds alive_for{1000};    ///< after a record; none is waited for when it is longer ago
  std::function<void(std::string_view)> heard;  ///< each record as a line of JSON, on the network's thread
};

/// The telemetry inside of a transport stream that comes live, asynchronous or synchronous KLV, tied to its
/// pictures by the stamps of both: what clock the sender's times are of makes no difference. Stamps are told
/// as times on a line of their own.
class LiveFlight {
 public:
  explicit LiveFlight(LiveFlightOptions options = {}) : options_(std::move(options)) {}

  /// Bytes of the stream; one thread.
  void take_stream(std::span<const std::uint8_t> bytes);
  /// An encoded picture as the demuxer hands it on; one thread, perhaps another.
  void take_picture(std::span<const std::uint8_t> bytes, std::chrono::nanoseconds demuxed_at);

  // Any thread.
  /// Where the stamp of a picture lies, by the time that the demuxer gave it. nothing: it was not found
  /// again.
  [[nodiscard]] std::optional<CaptureTime> stamp_of(std::chrono::nanoseconds demuxed_at) const;
  /// By what the metadata says, the middle one of ten seconds.
  [[nodiscard]] std::optional<CaptureTime> time_of_day(CaptureTime stamp) const;
  /// As TelemetryTrack::at, but waits a moment where the record after `stamp` may still come.
  [[nodiscard]] std::optional<Telemetry> at(CaptureTime stamp) const;
  [[nodiscard]] TelemetryCounts counts() const;
  [[nodiscard]] std::string why_none() const;
  /// What was found out or is wrong, each told once.
  [[nodiscard]] std::optional<std::string> take_complaint();

 private:
  void sort_units();
  void take_unit(const TsKlvUnit& unit);
  void add(const Telemetry& record, CaptureTime stamp, bool timed);
  void tell(const std::string& news);

  const LiveFlightOptions options_;

  // The network thread's alone.
  TsPackets cutter_;
  TsKlvReader klv_;
  TsPictures pictures_;
  StampLine line_;
  std::optional<CaptureTime> newest_picture_;
  std::unique_ptr<KlvTelemetry> reading_;  // null: none came yet
  std::uint64_t lost_units_ = 0;

  mutable std::mutex lock_;  // over what follows
  mutable std::condition_variable came_;
  struct Known {
    std::uint64_t digest;
    CaptureTime stamp;
  };
  std::deque<Known> known_;                                  // pictures that the demuxer may still hand on
  std::map<std::chrono::nanoseconds, CaptureTime> demuxed_;  // stamps of those that it has
  std::deque<std::pair<CaptureTime, std::chrono::microseconds>> told_;  // stamps, and time of day less stamp
  TelemetryTrack track_{options_.track};
  TelemetryCounts counts_;
  ArrivalRate rate_;
  std::deque<std::string> news_;
  std::vector<std::string> said_;
};

}  // namespace nightjar
