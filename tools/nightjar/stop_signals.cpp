#include "tools/nightjar/stop_signals.hpp"

#include <csignal>
#include <ctime>

namespace nightjar {
namespace {

sigset_t stop_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

StopSignals::StopSignals() {
  const sigset_t set = stop_set();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

bool StopSignals::wait_for(std::chrono::milliseconds longest) {
  if (came_) return true;
  const sigset_t set = stop_set();
  const timespec time_out{.tv_sec = longest.count() / 1000, .tv_nsec = (longest.count() % 1000) * 1000000};
  came_ = sigtimedwait(&set, nullptr, &time_out) > 0;
  return came_;
}

}  // namespace nightjar
