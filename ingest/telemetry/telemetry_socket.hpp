#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ingest/telemetry/arrival_rate.hpp"
#include "ingest/telemetry/live_klv.hpp"
#include "ingest/telemetry/rtp_klv.hpp"
#include "ingest/telemetry/telemetry_counts.hpp"
#include "ingest/telemetry/telemetry_file.hpp"
#include "ingest/telemetry/telemetry_link.hpp"
#include "ingest/telemetry/telemetry_track.hpp"
#include "ingest/telemetry/ts_klv.hpp"

namespace nightjar {

struct TelemetrySocketOptions {
  TelemetryTrackOptions track{.keep = std::chrono::seconds(60)};
  std::chrono::milliseconds longest_wait{250};  ///< for the record after a frame
  std::chrono::milliseconds alive_for{1000};    ///< after a record; a sender longer silent is not waited for
  /// Each line as it came, each record of KLV as a line; on the listening thread.
  std::function<void(std::string_view)> heard;
};

/// Live telemetry: by UDP JSON lines, MISB ST 0601 KLV or MPEG-TS with KLV in it, each datagram told by its
/// content; KLV by RTP; or JSON lines by TCP from a server. Listens on a thread of its own.
class TelemetrySocket {
 public:
  /// `address` is `udp://HOST:PORT` or `rtp://HOST:PORT` with an address of this machine, of all
  /// (`udp://0.0.0.0:PORT`), or a multicast group; or `tcp://HOST:PORT` of the server, which is asked again
  /// and again. Throws std::runtime_error that names it where it cannot listen there.
  explicit TelemetrySocket(const std::string& address, TelemetrySocketOptions options = {});
  ~TelemetrySocket();
  TelemetrySocket(const TelemetrySocket&) = delete;
  TelemetrySocket& operator=(const TelemetrySocket&) = delete;

  /// As TelemetryTrack::at, but waits a moment where the record after `time` may still come. Any thread.
  [[nodiscard]] std::optional<Telemetry> at(CaptureTime time) const;

  [[nodiscard]] TelemetryCounts counts() const;
  /// The same as the end of a sentence, for where nothing is known of `time`.
  [[nodiscard]] std::string why_none_at(CaptureTime time) const;

  /// What was wrong with the first bad line, or is odd about the sender's KLV; each told once.
  [[nodiscard]] std::optional<std::string> take_complaint();
  [[nodiscard]] int port() const { return port_; }  ///< that it listens at; 0 of a client

 private:
  /// What a datagram or a piece of a connection held.
  struct Heard {
    std::vector<Telemetry> records;
    bool went_back = false;
    std::uint64_t unusable = 0;
    std::string first_fault;
  };

  void open_port(const std::string& address);
  void listen(const std::stop_token& stop);
  void follow_link(const std::stop_token& stop);
  void take_datagram(std::span<const std::uint8_t> datagram);
  void take_lines(std::string_view lines);
  void take_klv(std::span<const std::uint8_t> unit, Heard& heard);
  void take(const Heard& heard);

  const std::string name_;
  const bool rtp_;
  const TelemetrySocketOptions options_;
  std::unique_ptr<TelemetryLink> link_;  // null: datagrams
  int socket_ = -1;
  int port_ = 0;

  // The listening thread's alone.
  std::unique_ptr<LiveKlv> klv_;  // null: none came yet
  RtpKlv rtp_units_;
  TsKlvReader transport_;

  mutable std::mutex lock_;  // over what follows, but for the thread
  mutable std::condition_variable came_;
  TelemetryTrack track_;
  TelemetryCounts counts_;
  ArrivalRate rate_;
  std::deque<std::string> complaints_;

  std::jthread thread_;
};

}  // namespace nightjar
