#pragma once

#include <chrono>

namespace nightjar {

/// Takes SIGINT and SIGTERM out of the hands of every thread started after it, for one thread to wait for;
/// and SIGHUP, where it asks for what is to be read again. Make it before any other thread.
class StopSignals {
 public:
  enum class Hangup { ends, reloads };
  explicit StopSignals(Hangup hangup = Hangup::ends);

  /// Waits for at most `longest`; true once one of the signals has come. A SIGHUP that reloads ends the wait,
  /// too.
  bool wait_for(std::chrono::milliseconds longest);

  /// Whether there was a SIGHUP since this was asked last.
  [[nodiscard]] bool take_reload();

 private:
  Hangup hangup_;
  bool came_ = false;
  bool reload_ = false;
};

}  // namespace nightjar
