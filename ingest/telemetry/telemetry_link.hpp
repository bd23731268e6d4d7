#pragma once

#include <chrono>
#include <string>

namespace nightjar {

/// Lines from whoever serves telemetry by TCP: a client that connects again, a second after each failure. For
/// one thread.
class TelemetryLink {
 public:
  /// `tcp://HOST:PORT`; an IPv6 host in brackets. Throws std::runtime_error where that is no such address.
  /// The host need not be there, nor its name be known, yet.
  explicit TelemetryLink(const std::string& address);
  ~TelemetryLink();
  TelemetryLink(const TelemetryLink&) = delete;
  TelemetryLink& operator=(const TelemetryLink&) = delete;

  /// Whole lines as they came, after at most `wait`; empty: none did. What a broken connection left of a line
  /// comes as one, and so does what has no end in 64 KiB.
  [[nodiscard]] std::string lines(std::chrono::milliseconds wait);

  [[nodiscard]] bool connected() const { return state_ == State::connected; }

 private:
  enum class State { down, connecting, connected };

  void begin_connecting();
  void finish_connecting();
  std::string drop();

  std::string host_, port_;
  int socket_ = -1;
  State state_ = State::down;
  std::chrono::steady_clock::time_point next_try_{};
  std::string pending_;  // of a line whose end has not come
};

}  // namespace nightjar
