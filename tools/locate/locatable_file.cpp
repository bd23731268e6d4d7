#include "tools/locate/locatable_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "ingest/telemetry/dji_srt.hpp"
#include "ingest/telemetry/klv_file.hpp"
#include "ingest/telemetry/klv_telemetry.hpp"
#include "ingest/telemetry/record_order.hpp"
#include "ingest/telemetry/telemetry_file.hpp"
#include "ingest/telemetry/telemetry_kind.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using Each = std::function<void(const LocatableRecord&)>;
using EachPacket = KlvPassedOver (*)(const fs::path&, const std::function<void(const MisbPacket&)>&);

std::ifstream opened(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + ": cannot be read");
  return stream;
}

LocatableRecord record_of(KlvReadout readout) {
  LocatableRecord record;
  if (readout.timed) record.measured_at = readout.telemetry.measured_at;
  record.telemetry = readout.telemetry;
  record.reported_centre = readout.reported_centre;
  record.slant_range_m = readout.slant_range_m;
  record.centre_height_m = readout.centre_height_m;
  record.notes = std::move(readout.notes);
  return record;
}

/// Twice through the file: what its angles mean is chosen by all of it.
LocatableRead read_packets(const fs::path& file, const Each& each, EachPacket packets) {
  KlvTelemetry stream;
  RecordOrder order;
  LocatableRead read;
  std::size_t unsound = 0;
  (void)packets(file, [&](const MisbPacket& packet) { stream.weigh(packet); });
  const KlvPassedOver passed = packets(file, [&](const MisbPacket& packet) {
    LocatableRecord record = record_of(stream.read(packet));
    if (record.measured_at) (void)order.take(record.telemetry);
    if (auto news = order.take_news()) record.notes.push_back(std::move(*news));
    ++read.records;
    if (!packet.sound) ++unsound;
    each(record);
  });
  if (unsound > 0)
    read.remarks.push_back(
        fmt::format("{}: {} of {} packets are damaged", file.string(), unsound, read.records));
  if (passed.bytes > 0)
    read.remarks.push_back(fmt::format("{}: {} bytes belong to no packet", file.string(), passed.bytes));
  if (passed.units > 0)
    read.remarks.push_back(
        fmt::format("{}: {} units of metadata are not whole in it", file.string(), passed.units));
  return read;
}

LocatableRead read_subtitles(const fs::path& file, const Each& each) {
  const DjiSrtRead subtitles = read_dji_srt(file);
  for (const DjiSrtRecord& subtitle : subtitles.records) {
    LocatableRecord record;
    record.telemetry = subtitle.telemetry;
    if (subtitle.dated) {
      record.measured_at = subtitle.telemetry.measured_at;
    } else {
      record.cue = subtitle.cue;
    }
    record.notes = subtitle.notes;
    each(record);
  }
  return {subtitles.records.size(), subtitles.errors, subtitles.notes};
}

LocatableRead read_json_lines(const fs::path& file, const Each& each) {
  std::ifstream stream = opened(file);
  TelemetryParser parser;
  LocatableRead read;
  std::string text;
  for (int line = 1; std::getline(stream, text); ++line) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    LocatableRecord record;
    const std::size_t before = parser.errors().size();
    if (const auto parsed = parser.parse(text, fmt::format("{}:{}", file.string(), line))) {
      record.measured_at = parsed->telemetry.measured_at;
      record.telemetry = parsed->telemetry;
    }
    record.notes.assign(parser.errors().begin() + static_cast<std::ptrdiff_t>(before), parser.errors().end());
    ++read.records;
    each(record);
  }
  read.errors = parser.errors();
  read.remarks = parser.warnings();
  return read;
}

}  // namespace

LocatableRead read_locatable(const fs::path& file, const Each& each) {
  std::optional<TelemetryKind> kind;
  try {
    kind = telemetry_kind(file);
  } catch (const std::runtime_error& error) {
    return {0, {error.what()}, {}};
  }
  if (!kind) {
    return {0,
            {file.string() +
             ": is no telemetry, expected KLV, an MPEG transport stream, DJI's .SRT or JSON lines"},
            {}};
  }
  LocatableRead read;
  switch (*kind) {
    case TelemetryKind::klv:
      read = read_packets(file, each, each_klv_packet);
      break;
    case TelemetryKind::mpeg_ts:
      read = read_packets(file, each, each_transport_packet);
      break;
    case TelemetryKind::dji_srt:
      read = read_subtitles(file, each);
      break;
    case TelemetryKind::json_lines:
      read = read_json_lines(file, each);
      break;
  }
  if (read.records == 0 && read.errors.empty())
    read.errors.push_back(file.string() + ": there is no telemetry in it");
  return read;
}

}  // namespace nightjar
