#include "alerts/journal.hpp"

#include <algorithm>
#include <utility>

#include "alerts/alert_names.hpp"
#include "alerts/journal_tables.hpp"

namespace nightjar {
namespace {

using Cause = JournalError::Cause;

constexpr std::int64_t kCheckedTail = 256;  // events of each chain that are verified at opening

Sha256 digest_of(std::optional<std::string_view> bytes) {
  Sha256 digest{};
  if (bytes && bytes->size() == digest.size()) std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

StoredEvent stored_event(const SqliteStatement& row) {
  StoredEvent event;
  event.seq = static_cast<std::uint64_t>(row.integer(0));
  if (const auto text = row.bytes(1)) event.text = std::string(*text);
  event.digest = digest_of(row.bytes(2));
  event.head = digest_of(row.bytes(3));
  return event;
}

std::vector<std::string> texts_of(SqliteStatement& rows) {
  std::vector<std::string> texts;
  while (rows.step()) texts.emplace_back(rows.bytes(0).value_or(""));
  rows.reset();
  return texts;
}

/// Whether `event` follows on `before`.
bool follows(const StoredEvent& event, const ChainEnd& before) {
  return event.seq == before.seq + 1 && event.head == sha256(before.head, event.digest) &&
         (!event.text || sha256(*event.text) == event.digest);
}

}  // namespace

struct Journal::Tables {
  explicit Tables(const std::filesystem::path& folder) : database(open_journal_file(folder)) {}

  SqliteDatabase database;
  SqliteStatement newest_stream{database, "SELECT id FROM stream ORDER BY number DESC LIMIT 1"};
  SqliteStatement add_stream{database, "INSERT OR IGNORE INTO stream (id) VALUES (?1)"};
  SqliteStatement add_event{
      database,
      "INSERT INTO event (stream, channel, seq, kind, happening, alert, incident, digest, head, text)"
      " VALUES ((SELECT number FROM stream WHERE id = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"};
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
  SqliteStatement newest_hits{database,
                              "SELECT text FROM (SELECT number, text FROM event"
                              " WHERE kind = 'vehicle_hit' AND text IS NOT NULL"
                              " ORDER BY number DESC LIMIT ?1) ORDER BY number"};
  SqliteStatement events_of{database,
                            "SELECT text FROM (SELECT number, text FROM event"
                            " WHERE alert = ?1 AND text IS NOT NULL"
                            " ORDER BY number DESC LIMIT ?2) ORDER BY number"};
  SqliteStatement newest_rejections{database,
                                    "SELECT text FROM (SELECT number, text FROM event"
                                    " WHERE happening = 'rejected' AND text IS NOT NULL"
                                    " ORDER BY number DESC LIMIT ?1) ORDER BY number"};
  SqliteStatement sightings{database,
                            "SELECT incident, count(DISTINCT alert) FROM event"
                            " WHERE kind = 'vehicle_hit' AND happening = 'raised' GROUP BY incident"};
  AuditTrail audit{database};
};

Journal::Journal(std::filesystem::path folder) : folder_(std::move(folder)) {
  try {
    open_tables();
  } catch (const SqliteError& error) {
    const Cause cause = error.damaged()        ? Cause::damaged
                        : error.disk_refuses() ? Cause::refused
                                               : Cause::unusable;
    throw JournalError(cause, folder_.path(), std::string("journal.sqlite cannot be used: ") + error.what());
  }
}

Journal::~Journal() = default;

void Journal::open_tables() {
  tables_ = std::make_unique<Tables>(folder_.path());
  continue_stream();
  SqliteTransaction transaction(tables_->database);  // also shows that the disk takes something
  tables_->add_stream.bind(1, stream_).run();
  transaction.commit();
  if (folder_.promised() && !folder_.note_promised(false)) {
    throw JournalError(Cause::refused, folder_.path(), "the journal cannot be written");
  }
}

void Journal::continue_stream() {
  const bool known = tables_->newest_stream.step();
  if (known) stream_ = std::string(tables_->newest_stream.bytes(0).value_or(""));
  tables_->newest_stream.reset();
  if (!known || folder_.promised()) {
    begin_stream();
  } else {
    read_ends();
  }
}

void Journal::begin_stream() {
  stream_ = random_id();
  ends_.clear();
}

void Journal::read_ends() {
  std::map<std::string, std::int64_t> newest;
  tables_->ends.bind(1, stream_);
  while (tables_->ends.step()) {
    newest[std::string(tables_->ends.bytes(0).value_or(""))] = tables_->ends.integer(1);
  }
  tables_->ends.reset();
  for (const auto& [channel, seq] : newest) {
    const std::int64_t from = std::max<std::int64_t>(0, seq - kCheckedTail);
    ChainEnd end;
    for (StoredEvent& event :
         events_since(channel, static_cast<std::uint64_t>(std::max<std::int64_t>(0, from - 1)),
                      static_cast<std::size_t>(kCheckedTail) + 1)) {
      const bool anchor = from > 0 && end.seq == 0;  // the event before the tail is taken as it stands
      if (!anchor && !follows(event, end)) {
        throw JournalError(
            Cause::damaged, folder_.path(),
            "the journal's chain is broken at event " + std::to_string(event.seq) + " of channel " + channel);
      }
      end = {event.seq, event.head};
    }
    ends_[channel] = end;
  }
}

ChainEnd Journal::end_of(const std::string& channel) const {
  const auto found = ends_.find(channel);
  return found == ends_.end() ? ChainEnd{} : found->second;
}

template <typename Write>
void Journal::commit(Write write) {
  try {
    SqliteTransaction transaction(tables_->database);
    tables_->add_stream.bind(1, stream_).run();
    write();
    transaction.commit();
  } catch (const SqliteError& error) {
    const Cause cause = error.damaged() ? Cause::damaged : Cause::refused;
    throw JournalError(cause, folder_.path(), std::string("the journal takes no event: ") + error.what());
  }
}

std::vector<ChainedEvent> Journal::append(std::span<const AlertParcel> parcels) {
  std::map<std::string, ChainEnd> ends = ends_;
  std::vector<ChainedEvent> events;
  events.reserve(parcels.size());
  for (const AlertParcel& parcel : parcels) {
    AlertEvent event = parcel.event;
    event.journalled = true;
    ChainEnd& end = ends[event.channel];
    events.push_back(end.append(std::move(event), stream_));
  }
  commit([&] {
    for (std::size_t i = 0; i < events.size(); ++i) store(events[i], parcels[i].pictures);
  });
  ends_ = std::move(ends);
  return events;
}

ChainedEvent Journal::promise(AlertEvent event) {
  if (promised_ == 0 && !folder_.note_promised(true)) begin_stream();
  ++promised_;
  event.journalled = false;
  ChainEnd& end = ends_[event.channel];
  return end.append(std::move(event), stream_);
}

void Journal::write(std::span<const PromisedEvent> events) {
  commit([&] {
    for (const PromisedEvent& event : events) store(event.chained, event.pictures);
  });
  promised_ -= events.size();
  if (promised_ == 0) (void)folder_.note_promised(false);  // at worst the next opening begins a stream
}

void Journal::store(const ChainedEvent& chained, std::span<const EvidencePicture> pictures) {
  const AlertEvent& event = chained.event;
  tables_->add_event.bind(1, event.stream)
      .bind(2, event.channel)
      .bind(3, static_cast<std::int64_t>(event.seq))
      .bind(4, name_of(event.kind))
      .bind(5, name_of(event.event))
      .bind(6, event.alert)
      .bind(7, event.incident)
      .bind_blob(8, chained.digest)
      .bind_blob(9, chained.head)
      .bind(10, chained.text)
      .run();
  for (const EvidencePicture& picture : pictures) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(picture.jpeg.data());
    tables_->add_picture.bind(1, picture.sha256).bind_blob(2, {bytes, picture.jpeg.size()}).run();
  }
}

template <typename Read>
auto Journal::reading(Read read) const {
  try {
    return read();
  } catch (const SqliteError& error) {
    const Cause cause = error.damaged() ? Cause::damaged : Cause::refused;
    throw JournalError(cause, folder_.path(), std::string("the journal cannot be read: ") + error.what());
  }
}

std::vector<StoredEvent> Journal::events_since(std::string_view channel, std::uint64_t seq,
                                               std::size_t limit) const {
  return reading([&] {
    std::vector<StoredEvent> events;
    SqliteStatement& rows = tables_->since;
    rows.bind(1, stream_).bind(2, channel).bind(3, static_cast<std::int64_t>(seq));
    rows.bind(4, static_cast<std::int64_t>(limit));
    while (rows.step()) events.push_back(stored_event(rows));
    rows.reset();
    return events;
  });
}

std::optional<std::string> Journal::picture(std::string_view sha256) const {
  return reading([&] {
    SqliteStatement& row = tables_->picture;
    row.bind(1, sha256);
    std::optional<std::string> jpeg;
    if (row.step()) jpeg = std::string(row.bytes(0).value_or(""));
    row.reset();
    return jpeg;
  });
}

std::vector<std::string> Journal::newest_hits(std::size_t limit) const {
  return reading([&] { return texts_of(tables_->newest_hits.bind(1, static_cast<std::int64_t>(limit))); });
}

std::vector<std::string> Journal::newest_rejections(std::size_t limit) const {
  return reading(
      [&] { return texts_of(tables_->newest_rejections.bind(1, static_cast<std::int64_t>(limit))); });
}

std::vector<std::string> Journal::events_of(std::string_view alert, std::size_t limit) const {
  return reading(
      [&] { return texts_of(tables_->events_of.bind(1, alert).bind(2, static_cast<std::int64_t>(limit))); });
}

void Journal::note(const AuditRecord& record, const std::optional<KeptText>& kept) {
  try {
    commit([&] { tables_->audit.write(record, kept); });
  } catch (const JournalError&) {
    tables_->audit.forget();
    throw;
  }
  tables_->audit.commit();
}

std::vector<StoredAudit> Journal::audit_since(std::uint64_t number, std::size_t limit) const {
  return reading([&] { return tables_->audit.since(number, limit); });
}

std::optional<std::string> Journal::audit_of(std::string_view channel, std::string_view request) const {
  return reading([&] { return tables_->audit.of_request(channel, request); });
}

std::optional<std::string> Journal::kept(std::string_view name) const {
  return reading([&] { return tables_->audit.kept(name); });
}

std::map<std::string, std::uint32_t> Journal::sightings() const {
  return reading([&] {
    std::map<std::string, std::uint32_t> counts;
    SqliteStatement& rows = tables_->sightings;
    while (rows.step()) {
      counts[std::string(rows.bytes(0).value_or(""))] = static_cast<std::uint32_t>(rows.integer(1));
    }
    rows.reset();
    return counts;
  });
}

}  // namespace nightjar
