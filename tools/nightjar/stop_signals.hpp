#pragma once

#include <chrono>

namespace nightjar {

/// Takes SIGINT and SIGTERM out of the hands of every thread started after it, for one thread to wait for.
/// Make it before any other thread.
class StopSignals {
 public:
  StopSignals();

  /// Waits for at most `longest`; true once one of the signals has come.
  bool wait_for(std::chrono::milliseconds longest);

 private:
  bool came_ = false;
};

}  // namespace nightjar
