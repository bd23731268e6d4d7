#include "ingest/telemetry/ber_items.hpp"

namespace nightjar {

std::optional<BerItems::Item> BerItems::next() {
  const std::size_t begin = at_;
  const auto tag = object_identifier();
  const auto size = tag ? length() : std::nullopt;
  if (!size || *size > left()) {
    at_ = begin;
    return std::nullopt;
  }
  const Item item{*tag, bytes_.subspan(at_, static_cast<std::size_t>(*size))};
  at_ += item.value.size();
  return item;
}

std::optional<std::uint64_t> BerItems::length() {
  if (left() == 0) return std::nullopt;
  const std::uint8_t first = bytes_[at_++];
  if (first < 0x80) return first;
  const std::size_t more = first & 0x7FU;
  if (more == 0 || more > sizeof(std::uint64_t) || more > left()) return std::nullopt;
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < more; ++i) length = length << 8 | bytes_[at_++];
  return length;
}

/// Seven bits a byte, the last without the high bit.
std::optional<std::uint64_t> BerItems::object_identifier() {
  constexpr int kMostBytes = 5;
  std::uint64_t tag = 0;
  for (int i = 0; i < kMostBytes && left() > 0; ++i) {
    const std::uint8_t byte = bytes_[at_++];
    tag = tag << 7 | (byte & 0x7FU);
    if (byte < 0x80) return tag;
  }
  return std::nullopt;
}

}  // namespace nightjar
