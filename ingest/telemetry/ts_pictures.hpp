#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "ingest/telemetry/ts_packets.hpp"

namespace nightjar {

/// Tells the bytes of an encoded picture again (FNV-1a, 64 bits); of pieces, the digest so far goes in.
inline constexpr std::uint64_t kEmptyDigest = 0xCBF29CE484222325;
[[nodiscard]] std::uint64_t digest_of(std::span<const std::uint8_t> bytes,
                                      std::uint64_t so_far = kEmptyDigest);

/// One packetized unit of a video stream as a demuxer hands it on, usually one picture.
struct TsPicture {
  std::uint64_t digest = kEmptyDigest;  ///< of its payload
  std::uint64_t pts_90khz = 0;          ///< of 33 bits
};

/// Finds the stamps of the pictures in a transport stream, by the bytes that carry them. Units that are cut,
/// damaged or without a stamp are left out.
class TsPictures {
 public:
  void take(const TsPacket& packet);
  /// No more packets will come.
  void end();

  std::optional<TsPicture> next();

 private:
  /// A unit being received.
  struct Unit {
    std::vector<std::uint8_t> head;        // until it is whole
    std::optional<TsPicture> picture;      // once it is
    std::optional<std::uint64_t> to_come;  // of the payload; nothing: it goes on until the next begins
    std::optional<int> counter;
    bool in_step = false;
  };

  void take_payload(Unit& unit, std::span<const std::uint8_t> payload);
  void close(Unit& unit);

  std::map<int, Unit> units_;  // by PID
  std::deque<TsPicture> pictures_;
};

}  // namespace nightjar
