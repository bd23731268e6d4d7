#include "ingest/telemetry/ts_flight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <span>
#include <stdexcept>
#include <utility>

#include "ingest/telemetry/klv_telemetry.hpp"
#include "ingest/telemetry/stamp_line.hpp"
#include "ingest/telemetry/telemetry_kind.hpp"
#include "ingest/telemetry/ts_klv.hpp"
#include "ingest/telemetry/ts_pictures.hpp"

namespace nightjar {
namespace {

/// A unit of metadata with its place among the pictures.
struct StampedUnit {
  std::vector<std::uint8_t> bytes;
  std::optional<std::chrono::microseconds> stamp;
};

/// What a stream holds, before it is understood.
struct StreamUnits {
  std::vector<StampedUnit> metadata;
  std::vector<StampedPicture> pictures;
  std::uint64_t lost = 0;
};

/// Takes a stream apart packet by packet, so that stamps stay in the order of the file.
class UnitSorter {
 public:
  void take(const TsPacket& packet) {
    klv_.take(packet);
    pictures_.take(packet);
    sort();
  }
  StreamUnits end() {
    klv_.end();
    pictures_.end();
    sort();
    units_.lost = klv_.lost_units();
    return std::move(units_);
  }

 private:
  void sort() {
    while (const auto picture = pictures_.next())
      units_.pictures.push_back({picture->digest, line_.at(picture->pts_90khz)});
    while (auto unit = klv_.next()) {
      StampedUnit stamped{std::move(unit->bytes), {}};
      if (unit->pts_90khz) stamped.stamp = line_.at(*unit->pts_90khz);
      units_.metadata.push_back(std::move(stamped));
    }
  }

  TsKlvReader klv_;
  TsPictures pictures_;
  StampLine line_;
  StreamUnits units_;
};

/// Hands on the file's packets until it ends or `enough`.
void each_ts_packet(const std::filesystem::path& file, const std::function<void(const TsPacket&)>& each,
                    const std::function<bool(std::uint64_t bytes)>& enough) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + ": cannot be read");
  TsPackets cutter;
  std::vector<char> piece(1 << 20);
  std::uint64_t read = 0;
  while (stream && !enough(read)) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    read += static_cast<std::uint64_t>(stream.gcount());
    cutter.take(
        {reinterpret_cast<const std::uint8_t*>(piece.data()), static_cast<std::size_t>(stream.gcount())});
    while (const auto packet = cutter.next()) each(*packet);
  }
  cutter.end();
  while (const auto packet = cutter.next()) each(*packet);
}

void each_misb_packet(const StreamUnits& units,
                      const std::function<void(const StampedUnit&, const MisbPacket&)>& each) {
  for (const StampedUnit& unit : units.metadata) {
    MisbReader reader(unit.bytes);
    while (const auto packet = reader.next()) each(unit, *packet);
  }
}

constexpr std::size_t kMostNotes = 20;  // what each packet of a long flight says for itself is not repeated

void add_note(std::vector<std::string>& notes, const std::string& note) {
  if (notes.size() < kMostNotes && std::find(notes.begin(), notes.end(), note) == notes.end())
    notes.push_back(note);
}

bool states_time(std::span<const std::uint8_t> unit) {
  MisbReader reader(unit);
  while (const auto packet = reader.next()) {
    if (packet->sound && packet->measured_at) return true;
  }
  return false;
}

}  // namespace

std::optional<CaptureTime> TsFlight::began_at() const {
  if (pictures.empty()) return std::nullopt;
  const auto earlier = [](const StampedPicture& a, const StampedPicture& b) { return a.stamp < b.stamp; };
  return clock.at(std::min_element(pictures.begin(), pictures.end(), earlier)->stamp);
}

TsFlight read_ts_flight(const std::filesystem::path& file) {
  UnitSorter sorter;
  each_ts_packet(
      file, [&](const TsPacket& packet) { sorter.take(packet); }, [](std::uint64_t) { return false; });
  StreamUnits units = sorter.end();

  KlvTelemetry stream;
  each_misb_packet(units, [&](const StampedUnit&, const MisbPacket& packet) { stream.weigh(packet); });
  std::vector<StampedTime> told;
  std::vector<Telemetry> records;
  std::vector<std::string> notes;
  std::size_t packets = 0, unsound = 0, loose = 0;
  each_misb_packet(units, [&](const StampedUnit& unit, const MisbPacket& packet) {
    ++packets;
    if (!packet.sound) {
      ++unsound;
      return;
    }
    const KlvReadout readout = stream.read(packet);
    for (const std::string& note : readout.notes) add_note(notes, note);
    if (!readout.timed) return;
    if (!unit.stamp) {
      ++loose;
      return;
    }
    told.push_back({*unit.stamp, readout.telemetry.measured_at});
    records.push_back(readout.telemetry);
  });

  TsFlight flight{{}, StampClock(told), std::move(units.pictures), {}};
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].measured_at = flight.clock.settled(told[i]);
    flight.records.push_back(records[i]);
  }
  flight.notes = flight.clock.notes();
  if (unsound > 0) add_note(flight.notes, fmt::format("{} of {} packets are damaged", unsound, packets));
  if (loose > 0)
    add_note(flight.notes, fmt::format("{} packets bear no stamp that ties them to a picture", loose));
  if (units.lost > 0) add_note(flight.notes, fmt::format("{} units of metadata are not whole", units.lost));
  for (const std::string& note : notes) add_note(flight.notes, note);
  return flight;
}

bool brings_its_clock(const std::filesystem::path& file) {
  constexpr std::uint64_t kBeginning_bytes = 64 << 20;
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return false;
  try {
    const auto kind = telemetry_kind(file);
    if (!kind || *kind != TelemetryKind::mpeg_ts) return false;
    TsKlvReader klv;
    bool found = false;
    const auto look = [&] {
      while (const auto unit = klv.next()) found = found || (unit->pts_90khz && states_time(unit->bytes));
    };
    each_ts_packet(
        file, [&](const TsPacket& packet) { klv.take(packet); },
        [&](std::uint64_t bytes) {
          look();
          return found || bytes >= kBeginning_bytes;
        });
    klv.end();
    look();
    return found;
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace nightjar
