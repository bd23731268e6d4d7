#include "alerts/journal_reader.hpp"

#include <algorithm>
#include <utility>

#include "alerts/journal_tables.hpp"

namespace nightjar {
namespace {

constexpr const char* kRow =
    "SELECT number, (SELECT id FROM stream WHERE stream.number = event.stream), channel, seq, kind,"
    " happening, alert, text, digest, head, at_ms FROM event ";

constexpr const char* kAudit = "SELECT number, text, digest, head, trail, seq, trail_head FROM audit WHERE ";

std::string text_at(const SqliteStatement& row, int column) {
  return std::string(row.bytes(column).value_or(""));
}

std::optional<Sha256> digest_at(const SqliteStatement& row, int column) {
  const auto bytes = row.bytes(column);
  Sha256 digest{};
  if (!bytes || bytes->size() != digest.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

std::vector<StoredAudit> audit_from(SqliteStatement& rows) {
  std::vector<StoredAudit> records;
  while (rows.step())
    records.push_back({static_cast<std::uint64_t>(rows.integer(0)), text_at(rows, 1),
                       digest_at(rows, 2).value_or(Sha256{}), digest_at(rows, 3).value_or(Sha256{}),
                       text_at(rows, 4), static_cast<std::uint64_t>(rows.integer(5)),
                       digest_at(rows, 6).value_or(Sha256{})});
  return records;
}

std::int64_t count(const SqliteDatabase& database, const char* sql) {
  SqliteStatement row(database, sql);
  return row.step() ? row.integer(0) : 0;
}

}  // namespace

JournalReader::JournalReader(std::filesystem::path folder)
    : folder_(std::move(folder)), database_(open_journal_to_read(folder_)) {}

template <typename Read>
auto JournalReader::reading(Read read) const {
  try {
    return read();
  } catch (const SqliteError& error) {
    throw journal_error(error, folder_, "the journal cannot be read");
  }
}

std::vector<JournalRow> JournalReader::rows_from(SqliteStatement& rows) const {
  std::vector<JournalRow> found;
  while (rows.step()) {
    JournalRow row;
    row.number = rows.integer(0);
    row.stream = text_at(rows, 1);
    row.channel = text_at(rows, 2);
    row.seq = static_cast<std::uint64_t>(rows.integer(3));
    row.kind = text_at(rows, 4);
    row.happening = text_at(rows, 5);
    row.alert = text_at(rows, 6);
    if (const auto text = rows.bytes(7)) row.text = std::string(*text);
    row.digest = digest_at(rows, 8);
    row.head = digest_at(rows, 9);
    row.at_ms = rows.integer(10);
    found.push_back(std::move(row));
  }
  return found;
}

std::vector<JournalChain> JournalReader::chains() {
  return reading([&] {
    std::vector<JournalChain> chains;
    SqliteStatement rows(
        database_,
        "SELECT coalesce((SELECT id FROM stream WHERE stream.number = event.stream), ''), channel, max(seq)"
        " FROM event GROUP BY stream, channel ORDER BY stream, channel");
    while (rows.step())
      chains.push_back({text_at(rows, 0), text_at(rows, 1), static_cast<std::uint64_t>(rows.integer(2))});
    return chains;
  });
}

std::vector<JournalRow> JournalReader::rows(const JournalChain& chain, std::uint64_t behind,
                                            std::size_t limit) {
  return reading([&] {
    SqliteStatement rows(database_,
                         (std::string(kRow) + "WHERE stream = (SELECT number FROM stream WHERE id = ?1)"
                                              " AND channel = ?2 AND seq > ?3 ORDER BY seq LIMIT ?4")
                             .c_str());
    rows.bind(1, chain.stream).bind(2, chain.channel).bind(3, static_cast<std::int64_t>(behind));
    return rows_from(rows.bind(4, static_cast<std::int64_t>(limit)));
  });
}

std::vector<JournalLink> JournalReader::links(const JournalChain& chain, std::uint64_t from,
                                              std::size_t limit) {
  return reading([&] {
    std::vector<JournalLink> links;
    SqliteStatement rows(database_,
                         "SELECT seq, digest, head FROM event"
                         " WHERE stream = (SELECT number FROM stream WHERE id = ?1)"
                         " AND channel = ?2 AND seq >= ?3 ORDER BY seq LIMIT ?4");
    rows.bind(1, chain.stream).bind(2, chain.channel).bind(3, static_cast<std::int64_t>(from));
    rows.bind(4, static_cast<std::int64_t>(limit));
    while (rows.step())
      links.push_back({static_cast<std::uint64_t>(rows.integer(0)), digest_at(rows, 1).value_or(Sha256{}),
                       digest_at(rows, 2).value_or(Sha256{})});
    return links;
  });
}

std::optional<std::uint64_t> JournalReader::first_held(const JournalChain& chain) {
  return reading([&]() -> std::optional<std::uint64_t> {
    SqliteStatement row(database_,
                        "SELECT seq FROM event WHERE stream = (SELECT number FROM stream WHERE id = ?1)"
                        " AND channel = ?2 AND text IS NOT NULL ORDER BY seq LIMIT 1");
    if (!row.bind(1, chain.stream).bind(2, chain.channel).step()) return std::nullopt;
    return static_cast<std::uint64_t>(row.integer(0));
  });
}

std::vector<std::string> JournalReader::streams_behind(std::string_view stream) {
  return reading([&] {
    std::vector<std::string> streams;
    SqliteStatement rows(database_,
                         "SELECT id FROM stream"
                         " WHERE number > coalesce((SELECT number FROM stream WHERE id = ?1), 0)"
                         " ORDER BY number");
    rows.bind(1, stream);
    while (rows.step()) streams.push_back(text_at(rows, 0));
    return streams;
  });
}

bool JournalReader::has_stream(std::string_view stream) {
  return reading([&] {
    SqliteStatement row(database_, "SELECT 1 FROM stream WHERE id = ?1");
    return row.bind(1, stream).step();
  });
}

std::vector<OpenAlert> JournalReader::open_alerts(std::string_view channel, const OpenPlace& behind,
                                                  std::size_t limit) {
  return reading([&] {
    std::vector<OpenAlert> open;
    SqliteStatement rows(database_,
                         "SELECT (SELECT id FROM stream WHERE stream.number = event.stream), event.seq,"
                         " event.text, open_alert.priority, open_alert.minus_ms, open_alert.alert"
                         " FROM open_alert JOIN event ON event.number = open_alert.event"
                         " WHERE open_alert.channel = ?1"
                         " AND (open_alert.priority, open_alert.minus_ms, open_alert.alert) > (?2, ?3, ?4)"
                         " ORDER BY open_alert.priority, open_alert.minus_ms, open_alert.alert LIMIT ?5");
    rows.bind(1, channel).bind(2, behind.priority).bind(3, -behind.before_ms).bind(4, behind.alert);
    rows.bind(5, static_cast<std::int64_t>(limit));
    while (rows.step())
      open.push_back({text_at(rows, 0),
                      static_cast<std::uint64_t>(rows.integer(1)),
                      text_at(rows, 2),
                      {rows.integer(3), -rows.integer(4), text_at(rows, 5)}});
    return open;
  });
}

std::vector<JournalRow> JournalReader::rows_of(std::string_view channel, std::string_view alert) {
  return reading([&] {
    SqliteStatement rows(database_,
                         (std::string(kRow) + "WHERE alert = ?1 AND channel = ?2 ORDER BY number").c_str());
    return rows_from(rows.bind(1, alert).bind(2, channel));
  });
}

std::vector<HeldEvent> JournalReader::held(std::string_view channel, HeldPlace behind, std::size_t limit) {
  return reading([&] { return EventRemoval(database_).before(channel, CaptureTime::max(), behind, limit); });
}

std::vector<HeldEvent> JournalReader::held_of_mark(std::string_view channel, std::string_view folded,
                                                   std::int64_t behind, std::size_t limit) {
  return reading([&] {
    std::vector<HeldEvent> events;
    SqliteStatement rows(
        database_,
        "SELECT event.number, (SELECT id FROM stream WHERE stream.number = event.stream), channel, seq, "
        "alert,"
        " text, at_ms FROM mark_seen JOIN event ON event.number = mark_seen.event"
        " WHERE mark_seen.mark = ?1 AND channel = ?2 AND text IS NOT NULL AND event.number > ?3"
        " ORDER BY event.number LIMIT ?4");
    rows.bind(1, folded).bind(2, channel).bind(3, behind).bind(4, static_cast<std::int64_t>(limit));
    while (rows.step())
      events.push_back({rows.integer(0), text_at(rows, 1), text_at(rows, 2),
                        static_cast<std::uint64_t>(rows.integer(3)), text_at(rows, 4), text_at(rows, 5),
                        rows.integer(6)});
    return events;
  });
}

std::vector<StoredAudit> JournalReader::audit(std::uint64_t behind, std::size_t limit) {
  return reading([&] {
    SqliteStatement rows(database_, (std::string(kAudit) + "number > ?1 ORDER BY number LIMIT ?2").c_str());
    rows.bind(1, static_cast<std::int64_t>(behind)).bind(2, static_cast<std::int64_t>(limit));
    return audit_from(rows);
  });
}

std::vector<StoredAudit> JournalReader::trail(std::string_view channel, std::uint64_t behind,
                                              std::size_t limit) {
  return reading([&] {
    SqliteStatement rows(database_,
                         (std::string(kAudit) + "trail = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3").c_str());
    rows.bind(1, channel).bind(2, static_cast<std::int64_t>(behind));
    return audit_from(rows.bind(3, static_cast<std::int64_t>(limit)));
  });
}

std::vector<JournalPicture> JournalReader::pictures(std::int64_t behind, std::size_t limit) {
  return reading([&] {
    std::vector<JournalPicture> pictures;
    SqliteStatement rows(
        database_, "SELECT number, sha256, jpeg FROM picture WHERE number > ?1 ORDER BY number LIMIT ?2");
    rows.bind(1, behind).bind(2, static_cast<std::int64_t>(limit));
    while (rows.step()) pictures.push_back({rows.integer(0), text_at(rows, 1), text_at(rows, 2)});
    return pictures;
  });
}

std::optional<std::string> JournalReader::picture(std::string_view sha256) {
  return reading([&]() -> std::optional<std::string> {
    SqliteStatement row(database_, "SELECT jpeg FROM picture WHERE sha256 = ?1");
    if (!row.bind(1, sha256).step()) return std::nullopt;
    return text_at(row, 0);
  });
}

std::optional<JournalReader::PicturePart> JournalReader::picture_part(std::string_view sha256,
                                                                      std::uint64_t from,
                                                                      std::size_t length) {
  return reading([&]() -> std::optional<PicturePart> {
    SqliteStatement row(database_,
                        "SELECT length(jpeg), substr(jpeg, ?2 + 1, ?3) FROM picture WHERE sha256 = ?1");
    row.bind(1, sha256).bind(2, static_cast<std::int64_t>(from));
    if (!row.bind(3, static_cast<std::int64_t>(length)).step()) return std::nullopt;
    return PicturePart{static_cast<std::uint64_t>(row.integer(0)), text_at(row, 1)};
  });
}

bool JournalReader::has_picture(std::string_view sha256) {
  return reading([&] {
    SqliteStatement row(database_, "SELECT 1 FROM picture WHERE sha256 = ?1");
    return row.bind(1, sha256).step();
  });
}

bool JournalReader::shows(std::string_view channel, std::string_view sha256) {
  return reading([&] {
    SqliteStatement row(database_,
                        "SELECT 1 FROM shown JOIN event ON event.number = shown.event"
                        " WHERE shown.sha256 = ?1 AND event.channel = ?2 LIMIT 1");
    return row.bind(1, sha256).bind(2, channel).step();
  });
}

bool JournalReader::shows_open(std::string_view channel, std::string_view sha256) {
  return reading([&] {
    SqliteStatement row(
        database_,
        "SELECT 1 FROM shown JOIN event ON event.number = shown.event"
        " JOIN open_alert ON open_alert.alert = event.alert"
        " WHERE shown.sha256 = ?1 AND event.channel = ?2 AND open_alert.channel = ?2 LIMIT 1");
    return row.bind(1, sha256).bind(2, channel).step();
  });
}

std::optional<std::string> JournalReader::kept(std::string_view name) {
  return reading([&]() -> std::optional<std::string> {
    SqliteStatement row(database_, "SELECT text FROM kept WHERE name = ?1");
    if (!row.bind(1, name).step()) return std::nullopt;
    return text_at(row, 0);
  });
}

JournalReader::Sizes JournalReader::sizes() {
  return reading([&] {
    const auto size = [&](const char* sql) { return static_cast<std::uint64_t>(count(database_, sql)); };
    return Sizes{size("SELECT count(*) FROM event"), size("SELECT count(*) FROM audit"),
                 size("SELECT count(*) FROM picture")};
  });
}

std::vector<std::string> JournalReader::broken_pages(std::size_t most) {
  return reading([&] {
    std::vector<std::string> lines;
    SqliteStatement rows(database_, ("PRAGMA quick_check(" + std::to_string(most) + ")").c_str());
    while (rows.step())
      if (std::string line = text_at(rows, 0); line != "ok") lines.push_back(std::move(line));
    return lines;
  });
}

}  // namespace nightjar
