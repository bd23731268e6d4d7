#pragma once

#include <chrono>
#include <filesystem>

#include "alerts/alert_outlet.hpp"
#include "alerts/desk.hpp"

namespace nightjar {

// A worker of an open and a restricted channel, on sockets of this machine that the system chooses.

inline AlertOutletOptions two_channel_outlet(const std::filesystem::path& folder) {
  AlertOutletOptions options;
  options.delivery.journal = folder;
  options.delivery.publisher.channels = {{"open", "tcp://127.0.0.1:*"}, {"restricted", "tcp://127.0.0.1:*"}};
  options.beat_every = std::chrono::milliseconds(50);
  return options;
}

inline DeskOptions two_channel_desk() {
  DeskOptions options;
  options.channels = {{"open", "tcp://127.0.0.1:*"}, {"restricted", "tcp://127.0.0.1:*"}};
  return options;
}

}  // namespace nightjar
