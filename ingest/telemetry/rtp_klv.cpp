#include "ingest/telemetry/rtp_klv.hpp"

#include <algorithm>
#include <utility>

#include "ingest/telemetry/misb_klv.hpp"

namespace nightjar {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kHead_bytes = 12;
constexpr std::size_t kMostUnit_bytes = 1 << 20;

std::uint32_t number_at(Bytes bytes, std::size_t at, std::size_t count) {
  std::uint32_t number = 0;
  for (const std::uint8_t byte : bytes.subspan(at, count)) number = number << 8 | byte;
  return number;
}

/// RFC 3550, 5.1 and 5.3.1. nothing: it is no RTP.
std::optional<Bytes> payload_of(Bytes datagram) {
  constexpr std::uint8_t kVersion = 2;
  if (datagram.size() < kHead_bytes || datagram[0] >> 6 != kVersion) return std::nullopt;
  std::size_t begin = kHead_bytes + 4 * static_cast<std::size_t>(datagram[0] & 0x0F);
  const bool extended = (datagram[0] & 0x10) != 0;
  if (extended) {
    if (begin + 4 > datagram.size()) return std::nullopt;
    begin += 4 + 4 * static_cast<std::size_t>(number_at(datagram, begin + 2, 2));
  }
  const bool padded = (datagram[0] & 0x20) != 0;
  const std::size_t padding = padded ? datagram.back() : 0;
  if (begin + padding > datagram.size()) return std::nullopt;
  return datagram.subspan(begin, datagram.size() - begin - padding);
}

bool begins_unit(Bytes payload) {
  constexpr std::size_t kOfAnySet = 4;
  return payload.size() >= kOfAnySet &&
         std::equal(kMisbLabel.begin(), kMisbLabel.begin() + kOfAnySet, payload.begin());
}

}  // namespace

void RtpKlv::drop() {
  if (!open_.empty()) ++lost_;
  open_.clear();
}

std::optional<std::vector<std::uint8_t>> RtpKlv::take(Bytes datagram) {
  const auto payload = payload_of(datagram);
  if (!payload) {
    ++strange_;
    return std::nullopt;
  }
  const bool last = (datagram[1] & 0x80) != 0;
  const auto number = static_cast<std::uint16_t>(number_at(datagram, 2, 2));
  const std::uint32_t timestamp = number_at(datagram, 4, 4);
  const std::uint32_t sender = number_at(datagram, 8, 4);
  const bool follows = sender_ && *sender_ == sender && number == next_number_;
  if (!follows || timestamp != timestamp_) drop();
  sender_ = sender;
  next_number_ = static_cast<std::uint16_t>(number + 1);
  timestamp_ = timestamp;
  if (open_.empty() && !begins_unit(*payload)) {
    const bool lacks_its_beginning = last && !payload->empty();
    if (lacks_its_beginning) ++lost_;
    return std::nullopt;
  }
  open_.insert(open_.end(), payload->begin(), payload->end());
  if (open_.size() > kMostUnit_bytes) {
    drop();
    return std::nullopt;
  }
  if (!last) return std::nullopt;
  return std::exchange(open_, {});
}

}  // namespace nightjar
