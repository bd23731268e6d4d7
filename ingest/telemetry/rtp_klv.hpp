#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nightjar {

/// Puts units of KLV together from RTP packets (RFC 6597, `smpte336m`): the packets of one timestamp, the
/// last of which is marked. A unit that lacks a packet is left out and counted.
class RtpKlv {
 public:
  /// A datagram. A whole unit where it is the last of one.
  std::optional<std::vector<std::uint8_t>> take(std::span<const std::uint8_t> datagram);

  [[nodiscard]] std::uint64_t lost_units() const { return lost_; }
  /// Datagrams that are no RTP.
  [[nodiscard]] std::uint64_t strange() const { return strange_; }

 private:
  void drop();

  std::optional<std::uint32_t> sender_;
  std::uint16_t next_number_ = 0;
  std::uint32_t timestamp_ = 0;
  std::vector<std::uint8_t> open_;
  std::uint64_t lost_ = 0;
  std::uint64_t strange_ = 0;
};

}  // namespace nightjar
