#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "ingest/telemetry/ts_program.hpp"
#include "tests/ingest/telemetry/made_klv.hpp"

namespace nightjar {

/// A transport stream made packet by packet: a video stream and one that carries metadata.
class MadeTs {
 public:
  static constexpr int kMap = 0x20;
  static constexpr int kVideo = 0x41;
  static constexpr int kMetadata = 0x42;

  /// The tables; `stream_type` is that of the metadata.
  MadeTs& tables(int stream_type, bool registered = true) {
    section(0, {0x00, 0xB0, 13, 0, 1, 0xC1, 0, 0, 0, 1, 0xE0, kMap});
    Bytes map = {0x02, 0xB0, 0, 0, 1, 0xC1, 0, 0, 0xE0, kVideo, 0xF0, 0, 0x1B, 0xE0, kVideo, 0xF0, 0};
    map += Bytes{static_cast<std::uint8_t>(stream_type), 0xE0, kMetadata, 0xF0};
    map += registered ? Bytes{6, 5, 4, 'K', 'L', 'V', 'A'} : Bytes{0};
    map[2] = static_cast<std::uint8_t>(map.size() - 3 + 4);
    return section(kMap, map);
  }
  MadeTs& section(int pid, const Bytes& body) {
    const std::uint32_t crc = mpeg_crc(body);
    Bytes section = {0};
    section += body;
    for (int shift = 24; shift >= 0; shift -= 8) section.push_back(static_cast<std::uint8_t>(crc >> shift));
    return payload(pid, section, /*stuffing_in_payload=*/true);
  }
  /// A unit of the video stream, which tells no length.
  MadeTs& picture(const Bytes& content, std::optional<std::uint64_t> pts) {
    return payload(kVideo, unit_bytes(0xE0, content, pts), false);
  }
  /// A whole unit in as many packets as it takes.
  MadeTs& unit(const Bytes& content, std::optional<std::uint64_t> pts = {}, int pid = kMetadata) {
    Bytes pes = unit_bytes(0xBD, content, pts);
    pes[4] = static_cast<std::uint8_t>((pes.size() - 6) >> 8);
    pes[5] = static_cast<std::uint8_t>(pes.size() - 6);
    return payload(pid, pes, false);
  }
  [[nodiscard]] static Bytes unit_bytes(std::uint8_t stream, const Bytes& content,
                                        std::optional<std::uint64_t> pts) {
    Bytes pes = {0, 0, 1, stream, 0, 0, 0x80, 0, 0};
    if (pts) {
      pes[7] = 0x80;
      pes[8] = 5;
      pes += Bytes{static_cast<std::uint8_t>(0x21 | (*pts >> 29 & 0x0E)),
                   static_cast<std::uint8_t>(*pts >> 22), static_cast<std::uint8_t>(*pts >> 14 | 1),
                   static_cast<std::uint8_t>(*pts >> 7), static_cast<std::uint8_t>(*pts << 1 | 1)};
    }
    return pes += content;
  }
  [[nodiscard]] static Bytes cell(const Bytes& content, std::uint8_t flags = 0xDF) {
    Bytes cell = {0, 0, flags, static_cast<std::uint8_t>(content.size() >> 8),
                  static_cast<std::uint8_t>(content.size())};
    return cell += content;
  }

  /// One packet after the other, `before` and `after` each.
  [[nodiscard]] Bytes bytes(std::size_t before = 0, std::size_t after = 0) const {
    Bytes all;
    for (const Bytes& packet : packets) {
      all += Bytes(before, 0x11);
      all += packet;
      all += Bytes(after, 0x22);
    }
    return all;
  }

  std::vector<Bytes> packets;

 private:
  MadeTs& payload(int pid, const Bytes& content, bool stuffing_in_payload) {
    for (std::size_t at = 0; at < content.size();) {
      constexpr std::size_t kRoom = 184;
      const std::size_t count = std::min(kRoom, content.size() - at);
      const auto counter = static_cast<std::uint8_t>(counters_[pid]++ % 16);
      Bytes packet = {0x47, static_cast<std::uint8_t>((at == 0 ? 0x40 : 0) | pid >> 8),
                      static_cast<std::uint8_t>(pid), static_cast<std::uint8_t>(0x10 | counter)};
      const std::size_t spare = kRoom - count;
      if (spare > 0 && !stuffing_in_payload) {
        packet[3] |= 0x20;
        packet.push_back(static_cast<std::uint8_t>(spare - 1));
        if (spare > 1) packet.push_back(0);
        if (spare > 2) packet += Bytes(spare - 2, 0xFF);
      }
      packet.insert(packet.end(), content.begin() + static_cast<std::ptrdiff_t>(at),
                    content.begin() + static_cast<std::ptrdiff_t>(at + count));
      packet.resize(188, 0xFF);
      packets.push_back(packet);
      at += count;
    }
    return *this;
  }

  std::map<int, unsigned> counters_;
};

}  // namespace nightjar
