#include "alerts/alert_beat.hpp"

#include "alerts/json_fields.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kLongestBeat = 4096;

JournalState state_of(JsonFields& fields) {
  const std::string word = fields.text("journal", 16);
  for (const JournalState state : {JournalState::ok, JournalState::full, JournalState::damaged}) {
    if (word == name_of(state)) return state;
  }
  fields.blame("journal", "is a word that the format does not know");
  return JournalState::damaged;
}

}  // namespace

std::string_view name_of(JournalState state) {
  switch (state) {
    case JournalState::ok:
      return "ok";
    case JournalState::full:
      return "full";
    case JournalState::damaged:
      break;
  }
  return "damaged";
}

std::string to_json(const AlertBeat& beat) {
  nlohmann::ordered_json json;
  json["stream"] = beat.stream;
  json["channel"] = beat.channel;
  json["seq"] = beat.seq;
  json["head"] = beat.head;
  json["journal"] = name_of(beat.journal);
  if (beat.audit_seq > 0) json["audit"] = {{"seq", beat.audit_seq}, {"head", beat.audit_head}};
  if (beat.unwritten > 0) json["unwritten"] = beat.unwritten;
  json["sent_at"] = format_utc(beat.sent_at);
  return dumped(json);
}

BeatReading beat_from_json(std::string_view text) {
  JsonObject parsed = parse_object(text, kLongestBeat);
  if (!parsed.fault.empty()) return {std::nullopt, parsed.fault};
  BeatReading reading;
  JsonFields fields(parsed.object, "", reading.fault);
  AlertBeat beat;
  beat.stream = fields.text("stream", 256);
  beat.channel = fields.text("channel", 256);
  beat.seq = static_cast<std::uint64_t>(fields.integer("seq", 0, INT64_MAX));
  beat.head = fields.hex("head", 64);
  beat.journal = state_of(fields);
  if (auto audit = fields.object_if("audit")) {
    beat.audit_seq = static_cast<std::uint64_t>(audit->integer("seq", 1, INT64_MAX));
    beat.audit_head = audit->hex("head", 64);
  }
  beat.unwritten = static_cast<std::uint64_t>(fields.integer_if("unwritten", 0, INT64_MAX).value_or(0));
  beat.sent_at = fields.time("sent_at");
  if (reading.fault.empty()) reading.beat = std::move(beat);
  return reading;
}

}  // namespace nightjar
