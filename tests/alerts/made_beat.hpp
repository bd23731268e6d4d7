#pragma once

#include <string>

#include "alerts/publisher.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {

/// Of a stream in which nothing has happened yet.
inline AlertBeat beat_of(const std::string& channel) {
  AlertBeat beat;
  beat.stream = "5f";
  beat.channel = channel;
  beat.head = hex(Sha256{});
  beat.sent_at = evening();
  return beat;
}

}  // namespace nightjar
