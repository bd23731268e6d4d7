#pragma once

#include <string>

#include "alerts/alert.hpp"
#include "alerts/subscriber.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {

/// Shows what a subscriber hears to a person at a terminal: a block for a new alert, what to do about it
/// first; a line for everything that follows. All text from outside goes through printable().
class AlertView {
 public:
  explicit AlertView(const Palette& palette) : palette_(palette) {}

  /// Lines, each ended.
  [[nodiscard]] std::string of(const AlertEvent& event) const;
  [[nodiscard]] std::string of(const SequenceGap& gap) const;
  [[nodiscard]] std::string of(const LinkChange& change) const;
  /// A change of what the worker's disk does, which its heartbeats tell.
  [[nodiscard]] std::string of_journal(const ReceivedBeat& received) const;

 private:
  [[nodiscard]] std::string hit(const AlertEvent& event) const;
  [[nodiscard]] std::string contact(const AlertEvent& event) const;
  [[nodiscard]] std::string health(const AlertEvent& event) const;
  [[nodiscard]] std::string follow_up(const AlertEvent& event) const;
  [[nodiscard]] std::string heading(const AlertEvent& event, Ink ink, const std::string& title) const;
  [[nodiscard]] std::string entry(const AlertEntry& entry) const;
  [[nodiscard]] std::string mark(const AlertVehicle& vehicle) const;

  Palette palette_;
};

}  // namespace nightjar
