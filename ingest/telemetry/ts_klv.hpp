#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "ingest/telemetry/ts_packets.hpp"
#include "ingest/telemetry/ts_program.hpp"

namespace nightjar {

/// Metadata of one instant of a transport stream: usually one MISB ST 0601 packet.
struct TsKlvUnit {
  std::vector<std::uint8_t> bytes;
  std::optional<std::uint64_t> pts_90khz;  ///< of 33 bits; asynchronous metadata may lack it
};

/// Takes one metadata stream apart into the units it carries.
class TsKlvStream {
 public:
  void take(const TsPacket& packet, const TsStream& stream, std::deque<TsKlvUnit>& units);
  /// What an open end still makes whole.
  void end(std::deque<TsKlvUnit>& units) { close(units); }

  /// Units begun and not got whole.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

 private:
  void close(std::deque<TsKlvUnit>& units);
  void take_payload(std::span<const std::uint8_t> payload, std::optional<std::uint64_t> pts,
                    std::deque<TsKlvUnit>& units);
  void take_cells(std::span<const std::uint8_t> payload, std::optional<std::uint64_t> pts,
                  std::deque<TsKlvUnit>& units);

  TsStream stream_;
  std::vector<std::uint8_t> open_;  // a packetized elementary stream packet
  bool in_step_ = false;
  std::optional<int> counter_;
  std::optional<TsKlvUnit> cells_;  // an access unit in several cells
  std::uint64_t lost_ = 0;
};

/// Finds KLV in an MPEG transport stream, asynchronous (stream type 0x06) and synchronous (0x15), from bytes
/// in pieces of any size that may be cut or damaged. Where several streams carry it, the first is followed.
class TsKlvReader {
 public:
  void take(std::span<const std::uint8_t> bytes);
  /// The same, from who cuts the bytes into packets himself.
  void take(const TsPacket& packet);
  /// No more bytes will come.
  void end();

  std::optional<TsKlvUnit> next();

  [[nodiscard]] std::uint64_t packets() const { return packets_; }
  [[nodiscard]] std::uint64_t skipped_bytes() const { return cutter_.skipped_bytes(); }
  /// Units begun and not got whole.
  [[nodiscard]] std::uint64_t lost_units() const;

 private:
  void take_whole_packets();

  TsPackets cutter_;
  TsProgram program_;
  std::map<int, TsKlvStream> streams_;  // by PID
  std::optional<int> followed_;         // the PID that gave KLV first
  std::deque<TsKlvUnit> units_;
  std::uint64_t packets_ = 0;
};

}  // namespace nightjar
