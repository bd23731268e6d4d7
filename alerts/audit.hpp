#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "alerts/sha256.hpp"
#include "ingest/telemetry.hpp"

namespace nightjar {

/// One thing that a named person did or looked up, and why. What it led to stands in `outcome`.
struct AuditRecord {
  CaptureTime at;
  std::string person;
  std::optional<std::string> key;
  std::string what;     ///< act, lookup, search, add, cancel, accept
  std::string channel;  ///< whose desk was asked
  std::string about;    ///< a mark, an alert, a list
  std::optional<std::string> reason;
  std::string request;                     ///< the asker's id of it
  std::string outcome;                     ///< what was answered, in a line
  std::optional<std::string> sortie = {};  ///< the flight that it is about
};

/// As it lies in the journal: in a chain of all records, so that a changed or missing one is found, and in
/// one of its channel's, which alone is shown: its numbers tell nothing of other channels.
struct StoredAudit {
  std::uint64_t number = 0;  ///< among all, from 1 without gaps
  std::string text;          ///< one JSON object
  Sha256 digest{};
  Sha256 head{};
  std::string trail;      ///< the channel; empty for what an earlier version wrote, where all are one trail
  std::uint64_t seq = 0;  ///< in the trail, from 1 without gaps
  Sha256 trail_head{};
};

[[nodiscard]] std::string to_json(const AuditRecord& record, std::uint64_t number);

/// nullopt for anything but such a record.
[[nodiscard]] std::optional<AuditRecord> audit_from_json(const std::string& text);

}  // namespace nightjar
