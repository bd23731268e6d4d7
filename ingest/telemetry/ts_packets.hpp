#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nightjar {

inline constexpr std::size_t kTsPacket_bytes = 188;

/// One packet of an MPEG transport stream.
struct TsPacket {
  std::array<std::uint8_t, kTsPacket_bytes> bytes{};

  [[nodiscard]] int pid() const { return (bytes[1] & 0x1F) << 8 | bytes[2]; }
  [[nodiscard]] bool damaged() const { return (bytes[1] & 0x80) != 0; }
  [[nodiscard]] bool begins_unit() const { return (bytes[1] & 0x40) != 0; }
  [[nodiscard]] bool scrambled() const { return (bytes[3] & 0xC0) != 0; }
  [[nodiscard]] int counter() const { return bytes[3] & 0x0F; }
  /// The stream says that its counters may leap here.
  [[nodiscard]] bool leaps() const;
  /// Empty: it has none, or its head is wrong.
  [[nodiscard]] std::span<const std::uint8_t> payload() const;
};

/// Cuts bytes that come in pieces of any size into transport packets: of 188 bytes, with a time before
/// (192, M2TS) or parity behind (204). After damage it finds its step again.
class TsPackets {
 public:
  void take(std::span<const std::uint8_t> bytes);
  /// No more bytes will come: the last packets no longer wait for others to confirm the step.
  void end() { ended_ = true; }

  std::optional<TsPacket> next();

  /// That belonged to no packet.
  [[nodiscard]] std::uint64_t skipped_bytes() const { return skipped_; }

 private:
  bool find_step();
  [[nodiscard]] bool steps_from(std::size_t offset, std::size_t stride) const;

  std::vector<std::uint8_t> bytes_;
  std::size_t at_ = 0;      // may lie beyond bytes_ by less than a step
  std::size_t stride_ = 0;  // 0: the step is not known
  bool ended_ = false;
  std::uint64_t skipped_ = 0;
};

}  // namespace nightjar
