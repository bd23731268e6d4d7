#include "tools/nightjar/stop_signals.hpp"

#include <csignal>
#include <ctime>
#include <utility>

namespace nightjar {
namespace {

sigset_t stop_set(StopSignals::Hangup hangup) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  if (hangup == StopSignals::Hangup::reloads) sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

StopSignals::StopSignals(Hangup hangup) : hangup_(hangup) {
  const sigset_t set = stop_set(hangup_);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

bool StopSignals::wait_for(std::chrono::milliseconds longest) {
  if (came_) return true;
  const sigset_t set = stop_set(hangup_);
  const timespec time_out{.tv_sec = longest.count() / 1000, .tv_nsec = (longest.count() % 1000) * 1000000};
  const int signal = sigtimedwait(&set, nullptr, &time_out);
  if (signal == SIGHUP) {
    reload_ = true;
  } else {
    came_ = signal > 0;
  }
  return came_;
}

bool StopSignals::take_reload() {
  return std::exchange(reload_, false);
}

}  // namespace nightjar
