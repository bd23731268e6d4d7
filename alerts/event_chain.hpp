#pragma once

#include <cstdint>
#include <string>

#include "alerts/alert.hpp"
#include "alerts/sha256.hpp"

namespace nightjar {

/// An event with its place in its channel's chain. `text` is what is written and what is sent, byte for byte.
struct ChainedEvent {
  AlertEvent event;
  std::string text;
  Sha256 digest{};  ///< of the text
  Sha256 head{};    ///< SHA-256 over the head before and the digest
};

/// The end of one channel's chain.
struct ChainEnd {
  std::uint64_t seq = 0;  ///< of the newest event; 0: none yet
  Sha256 head{};          ///< zeros before the first event

  /// Gives the event the next place. `stream` is the journal's.
  [[nodiscard]] ChainedEvent append(AlertEvent event, const std::string& stream);
};

}  // namespace nightjar
