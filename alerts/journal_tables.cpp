#include "alerts/journal_tables.hpp"

#include <string>

#include "alerts/alert_json.hpp"
#include "alerts/event_marks.hpp"
#include "alerts/journal_folder.hpp"
#include "alerts/open_alerts.hpp"

namespace nightjar {
namespace {

using Cause = JournalError::Cause;

constexpr std::int64_t kApplication = 0x4E4A524C;  // "NJRL"
constexpr std::int64_t kVersion = 5;

// seq and head are per channel of a stream. A row whose text was deleted on time keeps its digest, so that
// the chain still holds. A picture is kept once, however many events point at it.
constexpr const char* kSchema = R"(
  CREATE TABLE stream (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    begun_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  ) STRICT;
  CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES stream (number),
    channel TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    happening TEXT NOT NULL,
    alert TEXT NOT NULL,
    incident TEXT NOT NULL,
    digest BLOB NOT NULL,
    head BLOB NOT NULL,
    text TEXT,
    UNIQUE (stream, channel, seq)
  ) STRICT;
  CREATE INDEX event_of_alert ON event (alert);
  CREATE INDEX sighting_of_incident ON event (incident) WHERE kind = 'vehicle_hit' AND happening = 'raised';
  CREATE TABLE picture (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    jpeg BLOB NOT NULL
  ) STRICT;
)";

// What people did and looked up, in a chain of its own; and texts that outlive a restart, such as the room's
// own list.
constexpr const char* kSecondSchema = R"(
  CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    request TEXT NOT NULL,
    digest BLOB NOT NULL,
    head BLOB NOT NULL,
    text TEXT,
    UNIQUE (channel, request)
  ) STRICT;
  CREATE TABLE kept (
    name TEXT PRIMARY KEY,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX rejection ON event (number) WHERE happening = 'rejected';
)";

// When an event was journalled, for deletion on time; which events need which picture, and which tell of
// which mark (folded), for whoever asks what is held on it.
constexpr const char* kThirdSchema = R"(
  ALTER TABLE event ADD COLUMN at_ms INTEGER NOT NULL DEFAULT 0;
  UPDATE event SET at_ms = coalesce(
    CAST(round((julianday(coalesce(json_extract(text, '$.published_at'), json_extract(text, '$.captured_at')))
                - 2440587.5) * 86400000) AS INTEGER),
    unixepoch() * 1000) WHERE text IS NOT NULL;
  CREATE INDEX held_event ON event (channel, at_ms) WHERE text IS NOT NULL;
  CREATE TABLE shown (
    sha256 TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES event (number),
    PRIMARY KEY (sha256, event)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX shown_by_event ON shown (event);
  CREATE TABLE mark_seen (
    mark TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES event (number),
    PRIMARY KEY (mark, event)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX mark_seen_by_event ON mark_seen (event);
  INSERT OR IGNORE INTO shown (sha256, event)
    SELECT json_extract(reference.value, '$.sha256'), event.number
    FROM event, json_each(event.text, '$.evidence') AS reference WHERE event.text IS NOT NULL;
)";

// Which alerts are open, by their newest event.
constexpr const char* kFourthSchema = R"(
  CREATE TABLE open_alert (
    channel TEXT NOT NULL,
    alert TEXT NOT NULL,
    priority INTEGER NOT NULL,
    minus_ms INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES event (number),
    PRIMARY KEY (channel, alert)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX open_alert_in_order ON open_alert (channel, priority, minus_ms, alert);
  CREATE INDEX open_alert_by_event ON open_alert (event);
)";

// A chain of audit records a channel, beside that of all; what earlier versions wrote is one trail.
constexpr const char* kFifthSchema = R"(
  ALTER TABLE audit ADD COLUMN trail TEXT NOT NULL DEFAULT '';
  ALTER TABLE audit ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE audit ADD COLUMN trail_head BLOB NOT NULL DEFAULT x'';
  UPDATE audit SET seq = number, trail_head = head;
  CREATE UNIQUE INDEX audit_of_trail ON audit (trail, seq);
)";

std::int64_t pragma(const SqliteDatabase& database, const char* sql) {
  SqliteStatement statement(database, sql);
  return statement.step() ? statement.integer(0) : 0;
}

void set_up(SqliteDatabase& database) {
  {
    SqliteStatement mode(database, "PRAGMA journal_mode = WAL");
    if (!mode.step() || mode.bytes(0) != "wal")
      throw SqliteError(0, "this file system takes no write-ahead log");
  }
  database.run(
      "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864;"
      " PRAGMA secure_delete = ON");  // what is deleted leaves no bytes behind
}

/// Of what earlier versions have written.
void note_marks(const SqliteDatabase& database) {
  SqliteStatement events(database, "SELECT number, text FROM event WHERE text IS NOT NULL");
  SqliteStatement note(database, "INSERT OR IGNORE INTO mark_seen (mark, event) VALUES (?1, ?2)");
  while (events.step()) {
    const AlertReading reading = from_json(events.bytes(1).value_or(""));
    if (!reading.event) continue;
    for (const std::string& mark : marks_of(*reading.event))
      note.bind(1, mark).bind(2, events.integer(0)).run();
  }
}

void note_open_alerts(const SqliteDatabase& database) {
  SqliteStatement events(database,
                         "SELECT number, text, at_ms FROM event WHERE text IS NOT NULL ORDER BY number");
  OpenAlerts open(database);
  while (events.step()) {
    const AlertReading reading = from_json(events.bytes(1).value_or(""));
    if (reading.event) open.follow(*reading.event, events.integer(0), events.integer(2));
  }
}

/// From `version`, 0 for an empty file, to the present one.
void make_schema(SqliteDatabase& database, std::int64_t version) {
  SqliteTransaction transaction(database);
  if (version < 1) database.run(kSchema);
  if (version < 2) database.run(kSecondSchema);
  if (version < 3) {
    database.run(kThirdSchema);
    note_marks(database);
  }
  if (version < 4) {
    database.run(kFourthSchema);
    note_open_alerts(database);
  }
  if (version < 5) database.run(kFifthSchema);
  database.run(("PRAGMA application_id = " + std::to_string(kApplication)).c_str());
  database.run(("PRAGMA user_version = " + std::to_string(kVersion)).c_str());
  transaction.commit();
}

/// Refuses what is no journal, or a later one's; the version of its tables, 0 for an empty file.
std::int64_t version_of(const SqliteDatabase& database, const std::filesystem::path& folder) {
  if (pragma(database, "SELECT count(*) FROM sqlite_master") == 0) return 0;
  if (pragma(database, "PRAGMA application_id") != kApplication)
    throw JournalError(Cause::unusable, folder, "journal.sqlite is a database, but no journal");
  const std::int64_t version = pragma(database, "PRAGMA user_version");
  if (version > kVersion)
    throw JournalError(Cause::unusable, folder, "journal.sqlite was written by a later version of nightjar");
  return version;
}

}  // namespace

JournalError journal_error(const SqliteError& error, const std::filesystem::path& folder,
                           const std::string& words) {
  const Cause cause = error.damaged() ? Cause::damaged : Cause::refused;
  return {cause, folder, words + ": " + error.what()};
}

SqliteDatabase open_journal_to_read(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "journal.sqlite", ignored))
    throw JournalError(Cause::unusable, folder, "there is no journal");
  try {
    SqliteDatabase database(folder / "journal.sqlite", SqliteAccess::reading);
    if (version_of(database, folder) < kVersion)
      throw JournalError(Cause::unusable, folder,
                         "journal.sqlite was written by an earlier version; start `nightjar run` once");
    return database;
  } catch (const SqliteError& error) {
    const std::string what = std::string("journal.sqlite cannot be read: ") + error.what();
    throw JournalError(error.damaged() ? Cause::damaged : Cause::unusable, folder, what);
  }
}

SqliteDatabase open_journal_file(const std::filesystem::path& folder) {
  try {
    SqliteDatabase database(folder / "journal.sqlite");
    const std::int64_t version = version_of(database, folder);
    set_up(database);
    if (version < kVersion) make_schema(database, version);
    return database;
  } catch (const SqliteError& error) {
    if (error.damaged()) {
      throw JournalError(Cause::damaged, folder,
                         std::string("journal.sqlite cannot be read: ") + error.what());
    }
    const Cause cause = error.disk_refuses() ? Cause::refused : Cause::unusable;
    throw JournalError(cause, folder, std::string("journal.sqlite cannot be written: ") + error.what());
  }
}

}  // namespace nightjar
