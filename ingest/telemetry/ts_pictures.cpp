#include "ingest/telemetry/ts_pictures.hpp"

#include <algorithm>

#include "ingest/telemetry/pes_head.hpp"

namespace nightjar {
namespace {

using Bytes = std::span<const std::uint8_t>;

bool begins_video(Bytes payload) {
  constexpr std::uint8_t kVideo = 0xE0;  // to 0xEF
  constexpr std::uint8_t kExtended = 0xFD;
  return begins_pes(payload) && ((payload[3] & 0xF0) == kVideo || payload[3] == kExtended);
}

}  // namespace

std::uint64_t digest_of(Bytes bytes, std::uint64_t so_far) {
  constexpr std::uint64_t kPrime = 0x100000001B3;
  for (const std::uint8_t byte : bytes) so_far = (so_far ^ byte) * kPrime;
  return so_far;
}

void TsPictures::take(const TsPacket& packet) {
  const Bytes payload = packet.payload();
  if (payload.empty()) return;
  const auto known = units_.find(packet.pid());
  const bool begins = packet.begins_unit() && begins_video(payload);
  if (known == units_.end() && !begins) return;
  Unit& unit = units_[packet.pid()];
  const bool again = unit.counter == packet.counter() && !packet.leaps();
  if (again && !packet.damaged()) return;
  const bool follows = !unit.counter || packet.leaps() || packet.counter() == (*unit.counter + 1) % 16;
  unit.counter = packet.counter();
  if (!follows || packet.damaged() || packet.scrambled()) unit.in_step = false;
  if (packet.damaged() || packet.scrambled()) return;
  if (packet.begins_unit()) {
    close(unit);
    unit.in_step = begins;
  }
  if (unit.in_step) take_payload(unit, payload);
}

void TsPictures::take_payload(Unit& unit, Bytes payload) {
  if (!unit.picture) {
    unit.head.insert(unit.head.end(), payload.begin(), payload.end());
    const auto head = pes_head(unit.head);
    if (!head) {
      constexpr std::size_t kLongestHead_bytes = 9 + 255;
      if (unit.head.size() > kLongestHead_bytes) unit.in_step = false;
      return;
    }
    if (!head->pts) {
      unit.in_step = false;
      return;
    }
    unit.picture = TsPicture{kEmptyDigest, *head->pts};
    const std::size_t told = told_pes_size(unit.head);
    if (told != 0) unit.to_come = told > head->size ? told - head->size : 0;
    payload = Bytes(unit.head).subspan(head->size);
  }
  if (unit.to_come) {
    payload = payload.first(std::min<std::size_t>(payload.size(), *unit.to_come));
    *unit.to_come -= payload.size();
  }
  unit.picture->digest = digest_of(payload, unit.picture->digest);
  if (unit.to_come && *unit.to_come == 0) {
    close(unit);
    unit.in_step = false;
  }
}

void TsPictures::close(Unit& unit) {
  const bool whole = unit.in_step && unit.picture && unit.to_come.value_or(0) == 0;
  if (whole) pictures_.push_back(*unit.picture);
  unit.picture.reset();
  unit.to_come.reset();
  unit.head.clear();
}

void TsPictures::end() {
  for (auto& [pid, unit] : units_) close(unit);
}

std::optional<TsPicture> TsPictures::next() {
  if (pictures_.empty()) return std::nullopt;
  const TsPicture picture = pictures_.front();
  pictures_.pop_front();
  return picture;
}

}  // namespace nightjar
