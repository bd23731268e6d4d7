#include "ingest/telemetry/pes_head.hpp"

namespace nightjar {

using Bytes = std::span<const std::uint8_t>;

bool begins_pes(Bytes payload) {
  return payload.size() >= 6 && payload[0] == 0 && payload[1] == 0 && payload[2] == 1;
}

std::optional<PesHead> pes_head(Bytes pes) {
  constexpr std::size_t kFixed_bytes = 9;
  if (pes.size() < kFixed_bytes || (pes[6] & 0xC0) != 0x80) return std::nullopt;
  PesHead head;
  head.size = kFixed_bytes + pes[8];
  if (head.size > pes.size()) return std::nullopt;
  constexpr std::size_t kPts_bytes = 5;
  if ((pes[7] & 0x80) != 0 && pes[8] >= kPts_bytes) {
    const auto bits = [&pes](std::size_t at, std::uint64_t mask) { return pes[at] & mask; };
    head.pts = bits(9, 0x0E) << 29 | bits(10, 0xFF) << 22 | bits(11, 0xFE) << 14 | bits(12, 0xFF) << 7 |
               bits(13, 0xFE) >> 1;
  }
  return head;
}

std::size_t told_pes_size(Bytes pes) {
  const std::size_t size = static_cast<std::size_t>(pes[4]) << 8 | pes[5];
  return size == 0 ? 0 : 6 + size;
}

}  // namespace nightjar
