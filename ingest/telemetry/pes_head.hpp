#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace nightjar {

/// The head of a packetized elementary stream packet (ISO/IEC 13818-1, 2.4.3.6).
struct PesHead {
  std::optional<std::uint64_t> pts;  ///< 90 kHz, 33 bits
  std::size_t size = 0;              ///< of the head
};

[[nodiscard]] bool begins_pes(std::span<const std::uint8_t> payload);

/// nothing: it is not whole, or none.
[[nodiscard]] std::optional<PesHead> pes_head(std::span<const std::uint8_t> pes);

/// Of all of it, as it tells; 0: it goes on until the next begins. Of what begins_pes.
[[nodiscard]] std::size_t told_pes_size(std::span<const std::uint8_t> pes);

}  // namespace nightjar
