#include "ingest/telemetry/ts_packets.hpp"

#include <algorithm>

namespace nightjar {
namespace {

constexpr std::uint8_t kSync = 0x47;
constexpr std::array<std::size_t, 3> kStrides = {188, 192, 204};
constexpr std::size_t kConfirming = 2;  // further packets that a step must be right for

}  // namespace

bool TsPacket::leaps() const {
  const bool has_adaptation = (bytes[3] & 0x20) != 0;
  return has_adaptation && bytes[4] > 0 && (bytes[5] & 0x80) != 0;
}

std::span<const std::uint8_t> TsPacket::payload() const {
  if ((bytes[3] & 0x10) == 0) return {};
  const bool has_adaptation = (bytes[3] & 0x20) != 0;
  const std::size_t begin = 4 + (has_adaptation ? 1U + bytes[4] : 0U);
  if (begin >= bytes.size()) return {};
  return std::span(bytes).subspan(begin);
}

void TsPackets::take(std::span<const std::uint8_t> bytes) {
  const std::size_t gone = std::min(at_, bytes_.size());
  bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(gone));
  at_ -= gone;
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

std::optional<TsPacket> TsPackets::next() {
  if (stride_ != 0 && at_ < bytes_.size() && bytes_[at_] != kSync) stride_ = 0;
  if (stride_ == 0 && !find_step()) return std::nullopt;
  if (at_ >= bytes_.size() || bytes_.size() - at_ < kTsPacket_bytes) return std::nullopt;
  TsPacket packet;
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), kTsPacket_bytes, packet.bytes.begin());
  at_ += stride_;
  return packet;
}

/// Goes to where packets begin. false: they do not, or more bytes must come first.
bool TsPackets::find_step() {
  for (; at_ < bytes_.size(); ++at_, ++skipped_) {
    if (bytes_[at_] != kSync) continue;
    const bool undecided = bytes_.size() - at_ <= kConfirming * kStrides.back();
    if (undecided && !ended_) return false;
    for (const std::size_t stride : kStrides) {
      if (!steps_from(at_, stride)) continue;
      stride_ = stride;
      return true;
    }
  }
  return false;
}

bool TsPackets::steps_from(std::size_t offset, std::size_t stride) const {
  if (bytes_.size() - offset < kTsPacket_bytes) return false;
  for (std::size_t i = 1; i <= kConfirming; ++i) {
    const std::size_t next = offset + i * stride;
    if (next < bytes_.size() && bytes_[next] != kSync) return false;
  }
  return true;
}

}  // namespace nightjar
