#include "ingest/telemetry/ts_program.hpp"

#include <algorithm>
#include <array>

namespace nightjar {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kSectionHead_bytes = 8;  // up to and including last_section_number
constexpr std::size_t kCrc_bytes = 4;
constexpr std::size_t kMostSection_bytes = 1024;
constexpr std::size_t kMostMaps = 64;  // a table that names more is not believed

int pid_at(Bytes bytes, std::size_t at) {
  return (bytes[at] & 0x1F) << 8 | bytes[at + 1];
}

std::size_t length_at(Bytes bytes, std::size_t at) {
  return static_cast<std::size_t>(bytes[at] & 0x0F) << 8 | bytes[at + 1];
}

bool registers_klv(Bytes descriptors) {
  constexpr std::uint8_t kRegistration = 0x05;
  constexpr std::array<std::uint8_t, 4> kKlva = {'K', 'L', 'V', 'A'};
  while (descriptors.size() >= 2 && descriptors.size() - 2 >= descriptors[1]) {
    const Bytes body = descriptors.subspan(2, descriptors[1]);
    if (descriptors[0] == kRegistration && body.size() >= kKlva.size() &&
        std::equal(kKlva.begin(), kKlva.end(), body.begin()))
      return true;
    descriptors = descriptors.subspan(2 + body.size());
  }
  return false;
}

TsMetadata metadata_of(int stream_type) {
  if (stream_type == 0x06) return TsMetadata::asynchronous;
  if (stream_type == 0x15) return TsMetadata::synchronous;
  return TsMetadata::none;
}

}  // namespace

std::uint32_t mpeg_crc(Bytes bytes) {
  constexpr std::uint32_t kPolynomial = 0x04C11DB7;
  std::uint32_t crc = 0xFFFFFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= static_cast<std::uint32_t>(byte) << 24;
    for (int bit = 0; bit < 8; ++bit) crc = crc << 1 ^ ((crc & 0x80000000) != 0 ? kPolynomial : 0);
  }
  return crc;
}

std::vector<std::vector<std::uint8_t>> TsSections::take(const TsPacket& packet) {
  std::vector<std::vector<std::uint8_t>> whole;
  Bytes payload = packet.payload();
  if (payload.empty() || packet.damaged() || packet.scrambled()) return whole;
  if (counter_ == packet.counter()) return whole;  // the same once more
  if (counter_ && packet.counter() != (*counter_ + 1) % 16) in_step_ = false;
  counter_ = packet.counter();
  if (packet.begins_unit()) {
    const std::size_t before = payload[0];
    if (1 + before > payload.size()) return whole;
    if (in_step_)
      open_.insert(open_.end(), payload.begin() + 1,
                   payload.begin() + 1 + static_cast<std::ptrdiff_t>(before));
    if (in_step_) cut_whole_ones(whole);
    payload = payload.subspan(1 + before);
    open_.clear();
    in_step_ = true;
  }
  if (!in_step_) return whole;
  open_.insert(open_.end(), payload.begin(), payload.end());
  cut_whole_ones(whole);
  return whole;
}

void TsSections::cut_whole_ones(std::vector<std::vector<std::uint8_t>>& whole) {
  constexpr std::uint8_t kStuffing = 0xFF;
  std::size_t at = 0;
  while (open_.size() - at >= 3 && open_[at] != kStuffing) {
    const std::size_t size = 3 + length_at(open_, at + 1);
    if (size > kMostSection_bytes) {
      in_step_ = false;
      open_.clear();
      return;
    }
    if (open_.size() - at < size) break;
    const Bytes section = Bytes(open_).subspan(at, size);
    if (size >= kSectionHead_bytes + kCrc_bytes && mpeg_crc(section) == 0)
      whole.emplace_back(section.begin(), section.end() - kCrc_bytes);
    at += size;
  }
  const bool only_stuffing = at < open_.size() && open_[at] == kStuffing;
  if (only_stuffing) at = open_.size();
  open_.erase(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(at));
}

bool TsProgram::take(const TsPacket& packet) {
  const auto found = sections_.find(packet.pid());
  if (found == sections_.end()) return false;
  const int pid = packet.pid();
  for (const auto& section : found->second.take(packet)) {
    const bool in_force = (section[5] & 1) != 0;
    if (!in_force) continue;
    if (pid == 0 && section[0] == 0x00) take_programs(section);
    if (pid != 0 && section[0] == 0x02) take_map(pid, section);
  }
  return true;
}

/// Maps that are no longer named are kept: a stream that is cut and joined names them again soon.
void TsProgram::take_programs(Bytes section) {
  for (std::size_t at = kSectionHead_bytes; at + 4 <= section.size(); at += 4) {
    const bool network = section[at] == 0 && section[at + 1] == 0;
    if (!network && sections_.size() < kMostMaps) sections_.try_emplace(pid_at(section, at + 2));
  }
}

void TsProgram::take_map(int map_pid, Bytes section) {
  constexpr std::size_t kMapHead_bytes = kSectionHead_bytes + 4;
  if (section.size() < kMapHead_bytes) return;
  std::size_t at = kMapHead_bytes + length_at(section, kSectionHead_bytes + 2);
  std::vector<TsStream> streams;
  while (at + 5 <= section.size()) {
    const std::size_t described = length_at(section, at + 3);
    if (at + 5 + described > section.size()) break;
    const TsMetadata metadata = metadata_of(section[at]);
    if (metadata != TsMetadata::none)
      streams.push_back(
          {pid_at(section, at + 1), metadata, registers_klv(section.subspan(at + 5, described))});
    at += 5 + described;
  }
  streams_[map_pid] = std::move(streams);
}

const TsStream* TsProgram::metadata_stream(int pid) const {
  for (const auto& [map_pid, streams] : streams_) {
    for (const TsStream& stream : streams) {
      if (stream.pid == pid) return &stream;
    }
  }
  return nullptr;
}

}  // namespace nightjar
