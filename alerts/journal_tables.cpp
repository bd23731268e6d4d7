#include "alerts/journal_tables.hpp"

#include <string>

#include "alerts/journal_folder.hpp"

namespace nightjar {
namespace {

using Cause = JournalError::Cause;

constexpr std::int64_t kApplication = 0x4E4A524C;  // "NJRL"
constexpr std::int64_t kVersion = 2;

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
  database.run("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864");
}

/// From `version`, 0 for an empty file, to the present one.
void make_schema(SqliteDatabase& database, std::int64_t version) {
  SqliteTransaction transaction(database);
  if (version < 1) database.run(kSchema);
  if (version < 2) database.run(kSecondSchema);
  database.run(("PRAGMA application_id = " + std::to_string(kApplication)).c_str());
  database.run(("PRAGMA user_version = " + std::to_string(kVersion)).c_str());
  transaction.commit();
}

}  // namespace

SqliteDatabase open_journal_file(const std::filesystem::path& folder) {
  try {
    SqliteDatabase database(folder / "journal.sqlite");
    const std::int64_t application = pragma(database, "PRAGMA application_id");
    const bool empty = pragma(database, "SELECT count(*) FROM sqlite_master") == 0;
    if (!empty && application != kApplication) {
      throw JournalError(Cause::unusable, folder, "journal.sqlite is a database, but no journal");
    }
    const std::int64_t version = empty ? 0 : pragma(database, "PRAGMA user_version");
    if (version > kVersion) {
      throw JournalError(Cause::unusable, folder,
                         "journal.sqlite was written by a later version of nightjar");
    }
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
