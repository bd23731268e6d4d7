#include "ingest/recording/recorded_frame.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "ingest/recording/frame_note_lines.hpp"
#include "ingest/telemetry/telemetry_file.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using nlohmann::json;
using std::chrono::nanoseconds;

template <typename Value, std::size_t count>
using Words = std::array<std::pair<Value, const char*>, count>;

constexpr Words<FrameOutcome, 4> kOutcomes{{{FrameOutcome::delivered, "delivered"},
                                            {FrameOutcome::dropped, "dropped"},
                                            {FrameOutcome::broken, "broken"},
                                            {FrameOutcome::waiting, "waiting"}}};
constexpr Words<ClockSource, 4> kClocks{{{ClockSource::ntp, "ntp"},
                                         {ClockSource::klv, "klv"},
                                         {ClockSource::recording, "recording"},
                                         {ClockSource::arrival, "arrival"}}};

template <typename Value, std::size_t count>
const char* word_of(const Words<Value, count>& words, Value value) {
  for (const auto& [known, word] : words) {
    if (known == value) return word;
  }
  return "";
}

template <typename Value, std::size_t count>
Value value_of(const Words<Value, count>& words, const json& from, const char* key) {
  const auto found = from.find(key);
  for (const auto& [value, word] : words) {
    if (found != from.end() && *found == word) return value;
  }
  throw std::runtime_error(fmt::format("{}: found {}, which is none of its words", key,
                                       found == from.end() ? "nothing" : found->dump()));
}

std::int64_t whole_number(const json& from, const char* key) {
  const auto found = from.find(key);
  if (found == from.end() || !found->is_number_integer())
    throw std::runtime_error(fmt::format("{}: expected a whole number", key));
  return found->get<std::int64_t>();
}

CaptureTime time_of(const json& from, const char* key) {
  const auto found = from.find(key);
  const auto time = found != from.end() && found->is_string() ? parse_utc(found->get<std::string>())
                                                              : std::optional<CaptureTime>();
  if (!time) throw std::runtime_error(fmt::format("{}: expected a time", key));
  return *time;
}

CaptureClock clock_of(const json& from) {
  CaptureClock clock;
  clock.source = value_of(kClocks, from, "source");
  if (from.contains("offset_ms")) clock.offset = std::chrono::milliseconds(whole_number(from, "offset_ms"));
  const auto believed = from.find("believed");
  clock.believed = believed != from.end() && believed->is_boolean() && believed->get<bool>();
  return clock;
}

Telemetry telemetry_of(const json& from) {
  TelemetryParser parser;
  const auto record = parser.parse(from.dump(), "telemetry");
  if (!record) throw std::runtime_error(first_of(parser.errors()));
  return record->telemetry;
}

RecordedFrame frame_of(const json& line) {
  RecordedFrame frame;
  frame.sequence = static_cast<std::uint64_t>(whole_number(line, "sequence"));
  frame.outcome = value_of(kOutcomes, line, "outcome");
  if (line.contains("captured_at") || frame.outcome == FrameOutcome::delivered)
    frame.captured_at = time_of(line, "captured_at");
  if (line.contains("clock")) frame.clock = clock_of(line["clock"]);
  if (line.contains("pts_ns")) frame.pts = nanoseconds(whole_number(line, "pts_ns"));
  frame.kept = line.value("kept", true);
  if (line.contains("telemetry")) frame.telemetry = telemetry_of(line["telemetry"]);
  if (line.contains("own")) frame.own = own_of_line(line["own"].dump());
  if (line.contains("sortie")) frame.sortie = sortie_of_line(line["sortie"].dump());
  return frame;
}

void take_line(const std::string& text, RecordedLines& lines) {
  const json line = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!line.is_object()) throw std::runtime_error("not a JSON object");
  if (line.contains("sequence")) {
    lines.frames.push_back(frame_of(line));
  } else if (line.contains("gap_ns")) {
    lines.gaps.push_back({nanoseconds(whole_number(line, "before_pts_ns")),
                          nanoseconds(whole_number(line, "gap_ns")),
                          nanoseconds(whole_number(line, "length_ns")), line.value("told", true)});
  } else if (line.contains("closed_at")) {
    lines.closed = true;
  } else {
    throw std::runtime_error("neither a frame, a gap nor the end of a recording");
  }
}

}  // namespace

RecordedFrame recorded(const Frame& frame, FrameOutcome outcome) {
  return {.sequence = frame.sequence,
          .outcome = outcome,
          .captured_at = frame.captured_at,
          .clock = frame.clock,
          .pts = frame.stream_pts,
          .kept = true,
          .telemetry = frame.telemetry,
          .own = frame.own,
          .sortie = frame.sortie};
}

std::string line_of(const RecordedFrame& frame) {
  std::string line =
      fmt::format(R"({{"sequence":{},"outcome":"{}")", frame.sequence, word_of(kOutcomes, frame.outcome));
  if (frame.captured_at) {
    line += fmt::format(R"(,"captured_at":"{}","clock":{{"source":"{}")",
                        format_utc_exact(*frame.captured_at), word_of(kClocks, frame.clock.source));
    if (frame.clock.offset) line += fmt::format(R"(,"offset_ms":{})", frame.clock.offset->count());
    line += fmt::format(R"(,"believed":{}}})", frame.clock.believed);
  }
  if (frame.pts) line += fmt::format(R"(,"pts_ns":{})", frame.pts->count());
  if (!frame.kept) line += R"(,"kept":false)";
  if (frame.telemetry) line += R"(,"telemetry":)" + telemetry_json(*frame.telemetry);
  if (!frame.own.empty()) line += R"(,"own":)" + own_line(frame.own);
  if (frame.sortie) line += R"(,"sortie":)" + sortie_line(*frame.sortie);
  return line + "}\n";
}

std::string line_of(const RecordedGap& gap) {
  return fmt::format("{{\"gap_ns\":{},\"length_ns\":{},\"before_pts_ns\":{}{}}}\n", gap.at.count(),
                     gap.length.count(), gap.before_pts.count(), gap.told ? "" : ",\"told\":false");
}

std::string closing_line(CaptureTime closed_at) {
  return fmt::format("{{\"closed_at\":\"{}\"}}\n", format_utc_exact(closed_at));
}

RecordedLines read_recorded_lines(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file) || !stream)
    throw std::runtime_error(file.string() + ": cannot be read, expected the side file of a recording");
  RecordedLines lines;
  std::string text;
  for (int number = 1; std::getline(stream, text); ++number) {
    if (stream.eof()) {  // the line feed is written last
      lines.cut = true;
      break;
    }
    try {
      take_line(text, lines);
    } catch (const std::exception& error) {
      throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), number, error.what()));
    }
  }
  std::stable_sort(lines.frames.begin(), lines.frames.end(),
                   [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
  return lines;
}

}  // namespace nightjar
