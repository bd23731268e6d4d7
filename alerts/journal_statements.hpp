#pragma once

#include <filesystem>

#include "alerts/audit_trail.hpp"
#include "alerts/event_history.hpp"
#include "alerts/event_removal.hpp"
#include "alerts/journal_tables.hpp"
#include "alerts/open_alerts.hpp"
#include "alerts/sqlite_database.hpp"

namespace nightjar {

/// What a journal says to its file, made ready once. Belongs to the journal and its thread.
struct JournalStatements {
  explicit JournalStatements(const std::filesystem::path& folder)
      : database(open_journal_file(folder)), history(database, folder) {}

  SqliteDatabase database;
  SqliteStatement newest_stream{database, "SELECT id FROM stream ORDER BY number DESC LIMIT 1"};
  SqliteStatement add_stream{database, "INSERT OR IGNORE INTO stream (id) VALUES (?1)"};
  SqliteStatement add_event{
      database,
      "INSERT INTO event (stream, channel, seq, kind, happening, alert, incident, digest, head, text,"
      " at_ms) VALUES ((SELECT number FROM stream WHERE id = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"};
  SqliteStatement add_picture{database, "INSERT OR IGNORE INTO picture (sha256, jpeg) VALUES (?1, ?2)"};
  SqliteStatement ends{database,
                       "SELECT channel, max(seq) FROM event"
                       " WHERE stream = (SELECT number FROM stream WHERE id = ?1) GROUP BY channel"};
  SqliteStatement since{
      database,
      "SELECT seq, text, digest, head FROM event"
      " WHERE stream = (SELECT number FROM stream WHERE id = ?1) AND channel = ?2 AND seq > ?3"
      " ORDER BY seq LIMIT ?4"};
  SqliteStatement picture{database, "SELECT jpeg FROM picture WHERE sha256 = ?1"};
  SqliteStatement has_picture{database, "SELECT 1 FROM picture WHERE sha256 = ?1"};
  SqliteStatement note_shown{database, "INSERT OR IGNORE INTO shown (sha256, event) VALUES (?1, ?2)"};
  SqliteStatement note_mark{database, "INSERT OR IGNORE INTO mark_seen (mark, event) VALUES (?1, ?2)"};
  SqliteStatement of_alert{database, "SELECT 1 FROM event WHERE alert = ?1 AND channel = ?2 LIMIT 1"};
  SqliteStatement first_held{database,
                             "SELECT min(seq) FROM event"
                             " WHERE stream = (SELECT number FROM stream WHERE id = ?1) AND channel = ?2"
                             " AND text IS NOT NULL"};
  EventHistory history;
  EventRemoval removal{database};
  OpenAlerts open{database};
  AuditTrail audit{database};
};

}  // namespace nightjar
