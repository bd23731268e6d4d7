#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "ingest/telemetry/telemetry_file.hpp"
#include "ingest/telemetry/telemetry_link.hpp"
#include "ingest/telemetry/telemetry_track.hpp"

namespace nightjar {

struct TelemetrySocketOptions {
  TelemetryTrackOptions track{.keep = std::chrono::seconds(60)};
  std::chrono::milliseconds longest_wait{250};  ///< for the record after a frame
  std::chrono::milliseconds alive_for{1000};    ///< after a record; a sender longer silent is not waited for
  std::function<void(std::string_view)> heard;  ///< each line as it came, on the listening thread
};

/// Live telemetry: JSON lines by UDP, one or more in a datagram, or by TCP from a server. Listens on a thread
/// of its own.
class TelemetrySocket {
 public:
  /// `address` is `udp://HOST:PORT` with an address of this machine, of all (`udp://0.0.0.0:PORT`), or a
  /// multicast group; or `tcp://HOST:PORT` of the server, which is asked again and again. Throws
  /// std::runtime_error that names it where it cannot listen there.
  explicit TelemetrySocket(const std::string& address, TelemetrySocketOptions options = {});
  ~TelemetrySocket();
  TelemetrySocket(const TelemetrySocket&) = delete;
  TelemetrySocket& operator=(const TelemetrySocket&) = delete;

  /// As TelemetryTrack::at, but waits a moment where the record after `time` may still come. Any thread.
  [[nodiscard]] std::optional<Telemetry> at(CaptureTime time) const;

  [[nodiscard]] std::uint64_t bad_lines() const;
  /// What was wrong with the first bad line; told once.
  [[nodiscard]] std::optional<std::string> take_complaint();
  [[nodiscard]] int port() const { return port_; }  ///< that it listens at; 0 of a client

 private:
  void open_port(const std::string& address);
  void listen(const std::stop_token& stop);
  void follow_link(const std::stop_token& stop);
  void take(std::string_view datagram);

  const std::string name_;
  const TelemetrySocketOptions options_;
  std::unique_ptr<TelemetryLink> link_;  // null: datagrams
  int socket_ = -1;
  int port_ = 0;

  mutable std::mutex lock_;  // over what follows, but for the thread
  mutable std::condition_variable came_;
  TelemetryTrack track_;
  std::optional<std::chrono::steady_clock::time_point> heard_at_;  // the last record
  std::uint64_t bad_lines_ = 0;
  std::optional<std::string> complaint_;

  std::jthread thread_;
};

}  // namespace nightjar
