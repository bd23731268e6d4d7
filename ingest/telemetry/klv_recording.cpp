#include "ingest/telemetry/klv_recording.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/telemetry/klv_file.hpp"
#include "ingest/telemetry/klv_telemetry.hpp"
#include "ingest/telemetry/record_order.hpp"
#include "ingest/telemetry/telemetry_kind.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kMostRuns = 100;  // a clock that is set back more often than that is none
constexpr std::size_t kMostNotes = 20;  // what each packet of a long flight says for itself is not repeated

void add_note(std::vector<std::string>& notes, const std::string& note) {
  if (notes.size() < kMostNotes && std::find(notes.begin(), notes.end(), note) == notes.end())
    notes.push_back(note);
}

}  // namespace

std::vector<Telemetry> without_overlaps(const std::vector<std::vector<Telemetry>>& runs) {
  std::vector<Telemetry> kept;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (const Telemetry& record : runs[i]) {
      bool claimed = false;
      for (std::size_t other = 0; other < runs.size() && !claimed; ++other) {
        claimed = other != i && !runs[other].empty() &&
                  record.measured_at >= runs[other].front().measured_at &&
                  record.measured_at <= runs[other].back().measured_at;
      }
      if (!claimed) kept.push_back(record);
    }
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const Telemetry& a, const Telemetry& b) { return a.measured_at < b.measured_at; });
  return kept;
}

KlvRecording read_klv_recording(const std::filesystem::path& file) {
  const bool transport = telemetry_kind(file) == TelemetryKind::mpeg_ts;
  const auto each = transport ? each_transport_packet : each_klv_packet;
  KlvRecording recording;
  KlvTelemetry stream;
  RecordOrder order;
  std::vector<std::vector<Telemetry>> runs(1);
  std::size_t packets = 0;
  std::size_t unsound = 0;
  (void)each(file, [&](const MisbPacket& packet) { stream.weigh(packet); });
  const KlvPassedOver passed = each(file, [&](const MisbPacket& packet) {
    ++packets;
    if (!packet.sound) {
      ++unsound;
      return;
    }
    const KlvReadout readout = stream.read(packet);
    for (const std::string& note : readout.notes) add_note(recording.notes, note);
    if (!readout.timed) return;
    const RecordOrder::Taken taken = order.take(readout.telemetry);
    if (taken.went_back) runs.emplace_back();
    runs.back().insert(runs.back().end(), taken.records.begin(), taken.records.end());
    if (const auto news = order.take_news()) add_note(recording.notes, *news);
  });
  if (runs.size() > kMostRuns) {
    add_note(recording.notes, fmt::format("time runs back {} times: no record is used", runs.size() - 1));
  } else {
    recording.records = without_overlaps(runs);
  }
  if (unsound > 0) add_note(recording.notes, fmt::format("{} of {} packets are damaged", unsound, packets));
  if (passed.bytes > 0) add_note(recording.notes, fmt::format("{} bytes belong to no packet", passed.bytes));
  if (passed.units > 0)
    add_note(recording.notes, fmt::format("{} units of metadata are not whole", passed.units));
  return recording;
}

}  // namespace nightjar
