#include "alerts/journal.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "alerts/alert_names.hpp"
#include "alerts/event_marks.hpp"
#include "alerts/journal_transactions.hpp"

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

/// Since 1970: when the event went on its way, or as near to it as is known.
std::int64_t journalled_ms(const AlertEvent& event) {
  const std::optional<CaptureTime> time = event.published_at ? event.published_at : event.captured_at;
  const auto since = time ? time->time_since_epoch()
                          : std::chrono::duration_cast<CaptureTime::duration>(
                                std::chrono::system_clock::now().time_since_epoch());
  return std::chrono::floor<std::chrono::milliseconds>(since).count();
}

/// Whether `event` follows on `before`.
bool follows(const StoredEvent& event, const ChainEnd& before) {
  return event.seq == before.seq + 1 && event.head == sha256(before.head, event.digest) &&
         (!event.text || sha256(*event.text) == event.digest);
}

}  // namespace

Journal::Journal(std::filesystem::path folder, OnDamage on_damage)
    : folder_(std::move(folder)),
      reserve_(folder_.path() / "reserve", JournalReserve::kTexts),
      start_reserve_(folder_.path() / "reserve-start", JournalReserve::kStart) {
  try {
    open_in_room(on_damage);
  } catch (const JournalError&) {
    tables_.reset();
    (void)take_reserve();  // for whoever tries next
    throw;
  }
  (void)take_reserve();
}

/// Where the disk refuses, out of the room that is kept for it; out of that for texts only if need be.
void Journal::open_in_room(OnDamage on_damage) {
  try {
    open_or_set_aside(on_damage);
  } catch (const JournalError& error) {
    if (error.cause() != Cause::refused || !(start_reserve_.give_up() || reserve_.give_up())) throw;
    tables_.reset();
    ends_.clear();
    open_in_room(on_damage);
  }
}

bool Journal::take_reserve() {
  (void)start_reserve_.take();
  return reserve_.take();
}

void Journal::open_or_set_aside(OnDamage on_damage) {
  try {
    open();
  } catch (const JournalError& error) {
    if (error.cause() != Cause::damaged || on_damage == OnDamage::refuse) throw;
    tables_.reset();
    set_aside_ = error.what() + ("; it lies now as " + set_journal_file_aside(folder_.path()));
    ends_.clear();
    open();
  }
}

void Journal::open() {
  try {
    open_tables();
  } catch (const SqliteError& error) {
    const Cause cause = error.damaged()        ? Cause::damaged
                        : error.disk_refuses() ? Cause::refused
                                               : Cause::unusable;
    throw JournalError(cause, folder_.path(), std::string("journal.sqlite cannot be used: ") + error.what());
  }
}

Journal::~Journal() {
  tables_.reset();
  (void)start_reserve_.take();  // out of what SQLite has just given back, before others have it
}

void Journal::open_tables() {
  tables_ = std::make_unique<Tables>(folder_.path());
  continue_stream();
  try {
    SqliteTransaction transaction(tables_->database);  // also shows that the disk takes something
    tables_->add_stream.bind(1, stream_).run();
    transaction.commit();
  } catch (const SqliteError& error) {
    stream_is_due_ = error.full() && !start_reserve_.held() && !reserve_.held();
    if (!stream_is_due_) throw;
    return;  // what was noted as promised stays so until the stream is written
  }
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

std::vector<ChainedEvent> Journal::append(std::span<AlertParcel> parcels) {
  drop_missing_evidence(parcels);
  std::map<std::string, ChainEnd> ends = ends_;
  std::vector<ChainedEvent> events;
  events.reserve(parcels.size());
  for (AlertParcel& parcel : parcels) {
    parcel.event.journalled = true;
    ChainEnd& end = ends[parcel.event.channel];
    events.push_back(end.append(std::move(parcel.event), stream_));
  }
  const bool texts = std::all_of(parcels.begin(), parcels.end(),
                                 [](const AlertParcel& parcel) { return parcel.pictures.empty(); });
  try {
    commit(
        [&] {
          for (std::size_t i = 0; i < events.size(); ++i) store(events[i], parcels[i].pictures);
        },
        texts);
  } catch (const JournalError&) {
    for (std::size_t i = 0; i < events.size(); ++i) parcels[i].event = std::move(events[i].event);
    throw;
  }
  ends_ = std::move(ends);
  return events;
}

/// An event names no picture that the journal does not have: one that no disk took, or that is deleted.
void Journal::drop_missing_evidence(std::span<AlertParcel> parcels) const {
  std::set<std::string_view> coming;
  for (const AlertParcel& parcel : parcels)
    for (const EvidencePicture& picture : parcel.pictures) coming.insert(picture.sha256);
  reading([&] {
    SqliteStatement& row = tables_->has_picture;
    for (AlertParcel& parcel : parcels) {
      std::erase_if(parcel.event.evidence, [&](const EvidenceReference& reference) {
        if (coming.contains(reference.sha256)) return false;
        const bool there = row.bind(1, reference.sha256).step();
        row.reset();
        return !there;
      });
    }
  });
}

ChainedEvent Journal::promise(AlertEvent event) {
  if (promised_ == 0 && !folder_.note_promised(true)) begin_stream();
  ++promised_;
  event.journalled = false;
  ChainEnd& end = ends_[event.channel];
  return end.append(std::move(event), stream_);
}

void Journal::write(std::span<const PromisedEvent> events) {
  commit(
      [&] {
        for (const PromisedEvent& event : events) {
          tables_->add_stream.bind(1, event.chained.event.stream)
              .run();  // one may have begun while the disk refused
          store(event.chained, event.pictures);
        }
      },
      false);  // what waits has been heard; the reserve is for what comes
  promised_ -= events.size();
  if (promised_ == 0) (void)folder_.note_promised(false);  // at worst the next opening begins a stream
}

void Journal::store(const ChainedEvent& chained, std::span<const EvidencePicture> pictures) {
  const AlertEvent& event = chained.event;
  const std::int64_t at_ms = journalled_ms(event);
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
      .bind(11, at_ms)
      .run();
  const std::int64_t number = tables_->database.last_row();
  tables_->open.follow(event, number, at_ms);
  for (const EvidenceReference& reference : event.evidence)
    tables_->note_shown.bind(1, reference.sha256).bind(2, number).run();
  for (const std::string& mark : marks_of(event)) tables_->note_mark.bind(1, mark).bind(2, number).run();
  for (const EvidencePicture& picture : pictures) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(picture.jpeg.data());
    tables_->add_picture.bind(1, picture.sha256).bind_blob(2, {bytes, picture.jpeg.size()}).run();
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

EventHistory& Journal::history() const {
  return tables_->history;
}

void Journal::note(const AuditRecord& record, const std::optional<KeptText>& kept) {
  try {
    commit([&] {
      tables_->audit.forget();  // of a first attempt
      tables_->audit.write(record, kept);
    });
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

}  // namespace nightjar
