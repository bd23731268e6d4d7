#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// What the disk makes of events. full, damaged: they go out unjournalled, marked, and wait to be written.
enum class JournalState { ok, full, damaged };

/// One heartbeat of a channel. A consumer that has seen `seq` has seen everything.
struct AlertBeat {
  std::string stream;
  std::string channel;
  std::uint64_t seq = 0;  ///< newest of the channel; 0: none yet
  std::string head;       ///< of the channel's chain, 64 hex digits
  JournalState journal = JournalState::ok;
  std::uint64_t audit_seq = 0;  ///< newest record of the channel's audit trail; 0: none yet
  std::string audit_head;       ///< of the trail's chain, 64 hex digits; empty where there is no record
  std::uint64_t unwritten = 0;  ///< events of the channel that went out and wait for the disk
  CaptureTime sent_at;
};

[[nodiscard]] std::string to_json(const AlertBeat& beat);

struct BeatReading {
  std::optional<AlertBeat> beat;
  std::string fault;
};

/// Never throws; the text is untrusted.
[[nodiscard]] BeatReading beat_from_json(std::string_view text);

[[nodiscard]] std::string_view name_of(JournalState state);

}  // namespace nightjar
