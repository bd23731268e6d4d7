#pragma once

#include <string_view>

namespace nightjar {

/// Sends lines to a UDP port of this machine, as a drone's ground station passes telemetry on. Nobody needs
/// to listen. May be used by one thread at a time.
class LiveTelemetry {
 public:
  /// Throws std::runtime_error where there is no socket to be had.
  explicit LiveTelemetry(int port);
  ~LiveTelemetry();
  LiveTelemetry(const LiveTelemetry&) = delete;
  LiveTelemetry& operator=(const LiveTelemetry&) = delete;

  void send(std::string_view line) const;

 private:
  int socket_;
};

}  // namespace nightjar
