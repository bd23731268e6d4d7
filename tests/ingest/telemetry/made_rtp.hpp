#pragma once

#include <cstdint>

#include "tests/ingest/telemetry/made_klv.hpp"

namespace nightjar {

/// One packet of a sender, with what it carries.
inline Bytes rtp_packet(int number, std::uint32_t timestamp, bool last, const Bytes& payload) {
  const auto byte = [](std::uint32_t value, int shift) { return static_cast<std::uint8_t>(value >> shift); };
  const auto sequence = static_cast<std::uint32_t>(number);
  Bytes packet = {0x80,
                  static_cast<std::uint8_t>((last ? 0x80 : 0) | 96),
                  byte(sequence, 8),
                  byte(sequence, 0),
                  byte(timestamp, 24),
                  byte(timestamp, 16),
                  byte(timestamp, 8),
                  byte(timestamp, 0),
                  1,
                  2,
                  3,
                  4};
  return packet += payload;
}

}  // namespace nightjar
