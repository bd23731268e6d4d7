#include "ingest/telemetry/ts_klv.hpp"

#include <algorithm>
#include <utility>

#include "ingest/telemetry/misb_klv.hpp"
#include "ingest/telemetry/pes_head.hpp"

namespace nightjar {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kCellHead_bytes = 5;
constexpr std::size_t kMostUnit_bytes = 1 << 20;

bool begins_with_label(Bytes bytes) {
  constexpr std::size_t kOfAnySet =
      4;  // 06 0E 2B 34: every SMPTE label, so other local sets are followed, too
  return bytes.size() >= kMisbLabel.size() &&
         std::equal(kMisbLabel.begin(), kMisbLabel.begin() + kOfAnySet, bytes.begin());
}

}  // namespace

void TsKlvStream::take(const TsPacket& packet, const TsStream& stream, std::deque<TsKlvUnit>& units) {
  stream_ = stream;
  Bytes payload = packet.payload();
  if (payload.empty()) return;
  const bool again = counter_ == packet.counter() && !packet.leaps();
  if (again && !packet.damaged()) return;
  const bool follows = !counter_ || packet.leaps() || packet.counter() == (*counter_ + 1) % 16;
  counter_ = packet.counter();
  if (!follows || packet.damaged() || packet.scrambled()) {
    if (in_step_ && !open_.empty()) ++lost_;
    open_.clear();
    in_step_ = false;
    cells_.reset();
    if (packet.damaged() || packet.scrambled()) return;
  }
  if (packet.begins_unit()) {
    close(units);
    in_step_ = begins_pes(payload);
  }
  if (!in_step_) return;
  open_.insert(open_.end(), payload.begin(), payload.end());
  if (open_.size() > kMostUnit_bytes) {
    ++lost_;
    open_.clear();
    in_step_ = false;
    return;
  }
  const std::size_t size = told_pes_size(open_);
  if (size != 0 && open_.size() >= size) {
    open_.resize(size);
    close(units);
    in_step_ = false;
  }
}

void TsKlvStream::close(std::deque<TsKlvUnit>& units) {
  if (open_.empty()) return;
  const std::vector<std::uint8_t> pes = std::exchange(open_, {});
  const auto head = pes_head(pes);
  if (!head || pes.size() < told_pes_size(pes)) {
    ++lost_;
    cells_.reset();
    return;
  }
  take_payload(Bytes(pes).subspan(head->size), head->pts, units);
}

void TsKlvStream::take_payload(Bytes payload, std::optional<std::uint64_t> pts,
                               std::deque<TsKlvUnit>& units) {
  // Some senders name one kind and send the other: the content goes before the name.
  const bool bare = begins_with_label(payload);
  const bool in_cells =
      stream_.metadata == TsMetadata::synchronous ||
      (payload.size() > kCellHead_bytes && begins_with_label(payload.subspan(kCellHead_bytes)));
  if (in_cells && !bare) {
    take_cells(payload, pts, units);
  } else if (bare || (stream_.registered_klv && !payload.empty())) {
    units.push_back({{payload.begin(), payload.end()}, pts});
  }
}

/// Metadata access unit cells (ISO/IEC 13818-1, 2.12.4): service, sequence, flags, and a length of 16 bits.
void TsKlvStream::take_cells(Bytes payload, std::optional<std::uint64_t> pts, std::deque<TsKlvUnit>& units) {
  while (payload.size() > kCellHead_bytes) {
    const bool begins = (payload[2] & 0x80) != 0;
    const bool ends = (payload[2] & 0x40) != 0;
    const std::size_t size = static_cast<std::size_t>(payload[3]) << 8 | payload[4];
    payload = payload.subspan(kCellHead_bytes);
    if (size > payload.size()) {
      ++lost_;
      cells_.reset();
      return;
    }
    if (begins) cells_ = TsKlvUnit{{}, pts};
    if (cells_)
      cells_->bytes.insert(cells_->bytes.end(), payload.begin(),
                           payload.begin() + static_cast<std::ptrdiff_t>(size));
    if (cells_ && cells_->bytes.size() > kMostUnit_bytes) cells_.reset();
    if (ends && cells_) units.push_back(std::move(*std::exchange(cells_, std::nullopt)));
    payload = payload.subspan(size);
  }
}

void TsKlvReader::take(Bytes bytes) {
  cutter_.take(bytes);
  take_whole_packets();
}

void TsKlvReader::end() {
  cutter_.end();
  take_whole_packets();
  for (auto& [pid, stream] : streams_) {
    if (followed_.value_or(pid) == pid) stream.end(units_);
  }
}

void TsKlvReader::take_whole_packets() {
  while (const auto packet = cutter_.next()) take(*packet);
}

void TsKlvReader::take(const TsPacket& packet) {
  ++packets_;
  if (program_.take(packet)) return;
  const int pid = packet.pid();
  const TsStream* stream = program_.metadata_stream(pid);
  if (stream == nullptr || followed_.value_or(pid) != pid) return;
  streams_[pid].take(packet, *stream, units_);
  if (!followed_ && !units_.empty()) followed_ = pid;
}

std::optional<TsKlvUnit> TsKlvReader::next() {
  if (units_.empty()) return std::nullopt;
  TsKlvUnit unit = std::move(units_.front());
  units_.pop_front();
  return unit;
}

std::uint64_t TsKlvReader::lost_units() const {
  std::uint64_t lost = 0;
  for (const auto& [pid, stream] : streams_) {
    if (followed_ == pid) lost += stream.lost();
  }
  return lost;
}

}  // namespace nightjar
