#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "alerts/alert_json.hpp"
#include "alerts/alert_outlet.hpp"
#include "tests/alerts/listener.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {

inline AlertOutletOptions options_in(const TemporaryFolder& folder) {
  AlertOutletOptions options;
  options.delivery.journal = folder.path() / "journal";
  options.delivery.publisher.channels = {{"open", "tcp://127.0.0.1:*"}};
  options.delivery.publisher.high_water = 100'000;
  options.beat_every = std::chrono::milliseconds(50);
  return options;
}

inline AlertEvent next_alert(Listener& listener) {
  const std::vector<std::string> parts = listener.next("alert");
  if (parts.empty()) throw std::runtime_error("no alert came");
  const AlertReading reading = from_json(parts.at(1));
  if (!reading.event) throw std::runtime_error(reading.fault);
  return *reading.event;
}

inline AlertBeat next_beat(Listener& listener) {
  const std::vector<std::string> parts = listener.next("beat");
  if (parts.empty()) throw std::runtime_error("no beat came");
  return beat_from_json(parts.at(1)).beat.value();
}

}  // namespace nightjar
