#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "ingest/telemetry/misb_klv.hpp"

namespace nightjar {

using Bytes = std::vector<std::uint8_t>;

inline Bytes& operator+=(Bytes& to, const Bytes& more) {
  to.insert(to.end(), more.begin(), more.end());
  return to;
}

/// Packets made item by item, right ones and wrong ones.
class MadeKlv {
 public:
  MadeKlv& item(int tag, const Bytes& value) {
    if (tag > 127) items_.push_back(static_cast<std::uint8_t>(0x80 | tag >> 7));
    items_.push_back(static_cast<std::uint8_t>(tag & 0x7F));
    if (value.size() > 127) items_.push_back(0x81);
    items_.push_back(static_cast<std::uint8_t>(value.size()));
    items_ += value;
    return *this;
  }
  MadeKlv& number(int tag, std::uint64_t value, int bytes) {
    Bytes coded;
    for (int byte = bytes - 1; byte >= 0; --byte)
      coded.push_back(static_cast<std::uint8_t>(value >> (8 * byte) & 0xFF));
    return item(tag, coded);
  }
  MadeKlv& spanned(int tag, double value, double low, double high, int bytes) {
    return number(
        tag,
        static_cast<std::uint64_t>(std::llround((value - low) / (high - low) * (std::exp2(8.0 * bytes) - 1))),
        bytes);
  }
  MadeKlv& balanced(int tag, double value, double most, int bytes) {
    return number(tag,
                  static_cast<std::uint64_t>(std::llround(value / most * (std::exp2(8.0 * bytes - 1) - 1))),
                  bytes);
  }
  /// Bytes that are no item.
  MadeKlv& raw(const Bytes& bytes) {
    items_ += bytes;
    return *this;
  }

  /// With the length's bytes as they are given, or a right one.
  [[nodiscard]] Bytes packet(Bytes length = {}) const {
    Bytes packet(kMisbLabel.begin(), kMisbLabel.end());
    const std::size_t size = items_.size() + 4;
    if (length.empty()) {
      if (size > 255)
        length = {0x82, static_cast<std::uint8_t>(size >> 8)};
      else if (size > 127)
        length = {0x81};
      length.push_back(static_cast<std::uint8_t>(size & 0xFF));
    }
    packet += length;
    packet += items_;
    packet += Bytes{1, 2};
    unsigned sum = 0;
    for (std::size_t i = 0; i < packet.size(); ++i)
      sum += static_cast<unsigned>(packet[i]) << (i % 2 == 0 ? 8 : 0);
    packet += Bytes{static_cast<std::uint8_t>(sum >> 8), static_cast<std::uint8_t>(sum)};
    return packet;
  }

 private:
  Bytes items_;
};

inline Bytes bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

inline std::vector<MisbPacket> packets_in(const Bytes& bytes) {
  std::vector<MisbPacket> packets;
  MisbReader reader(bytes);
  while (auto packet = reader.next()) packets.push_back(std::move(*packet));
  return packets;
}

}  // namespace nightjar
