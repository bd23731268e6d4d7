#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "ingest/telemetry/ts_packets.hpp"

namespace nightjar {

/// How a stream of a transport stream may carry metadata.
enum class TsMetadata {
  none,
  asynchronous,  ///< stream type 0x06: packets as they are
  synchronous,   ///< stream type 0x15: each packet behind a head of five bytes
};

/// What a program map says of one stream.
struct TsStream {
  int pid = 0;
  TsMetadata metadata = TsMetadata::none;
  bool registered_klv = false;  ///< it is said to be KLV; without it, only the content tells
};

/// A program-specific section that comes in transport packets, checked by its CRC.
class TsSections {
 public:
  /// The whole sections that this packet completes, without their CRC.
  std::vector<std::vector<std::uint8_t>> take(const TsPacket& packet);

 private:
  void cut_whole_ones(std::vector<std::vector<std::uint8_t>>& whole);

  std::vector<std::uint8_t> open_;
  bool in_step_ = false;
  std::optional<int> counter_;
};

/// Follows the tables of a transport stream: which of its streams may carry metadata.
class TsProgram {
 public:
  /// true: it was a packet of tables.
  bool take(const TsPacket& packet);

  /// nullptr: of no metadata stream.
  [[nodiscard]] const TsStream* metadata_stream(int pid) const;

 private:
  void take_programs(std::span<const std::uint8_t> section);
  void take_map(int map_pid, std::span<const std::uint8_t> section);

  std::map<int, TsSections> sections_ = {{0, {}}};  // by PID, the association table and the maps
  std::map<int, std::vector<TsStream>> streams_;    // by the PID of their map
};

/// CRC-32 of MPEG-2; 0 over bytes that end in their own.
[[nodiscard]] std::uint32_t mpeg_crc(std::span<const std::uint8_t> bytes);

}  // namespace nightjar
