#include "alerts/event_removal.hpp"

#include <algorithm>
#include <chrono>

namespace nightjar {
namespace {

std::int64_t ms_of(CaptureTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::string text_at(const SqliteStatement& row, int column) {
  return std::string(row.bytes(column).value_or(""));
}

}  // namespace

EventRemoval::EventRemoval(SqliteDatabase& database)
    : before_(database,
              "SELECT number, (SELECT id FROM stream WHERE stream.number = event.stream), channel, seq,"
              " alert, text, at_ms FROM event"
              " WHERE channel = ?1 AND text IS NOT NULL AND at_ms < ?2 AND (at_ms, number) > (?3, ?4)"
              " ORDER BY at_ms, number LIMIT ?5"),
      pictures_of_(database, "SELECT sha256 FROM shown WHERE event = ?1"),
      clear_event_(database, "UPDATE event SET text = NULL, incident = '' WHERE number = ?1"),
      clear_shown_(database, "DELETE FROM shown WHERE event = ?1"),
      clear_marks_(database, "DELETE FROM mark_seen WHERE event = ?1"),
      clear_open_(database, "DELETE FROM open_alert WHERE event = ?1"),
      drop_picture_(database,
                    "DELETE FROM picture WHERE sha256 = ?1"
                    " AND NOT EXISTS (SELECT 1 FROM shown WHERE shown.sha256 = ?1)"),
      shown_by_channel_(database,
                        "SELECT 1 FROM shown JOIN event ON event.number = shown.event"
                        " WHERE shown.sha256 = ?1 AND event.channel = ?2 LIMIT 1") {}

std::vector<HeldEvent> EventRemoval::before(std::string_view channel, CaptureTime time, HeldPlace behind,
                                            std::size_t limit) {
  std::vector<HeldEvent> events;
  before_.bind(1, channel).bind(2, ms_of(time)).bind(3, behind.at_ms).bind(4, behind.number);
  before_.bind(5, static_cast<std::int64_t>(limit));
  while (before_.step()) {
    HeldEvent event;
    event.number = before_.integer(0);
    event.stream = text_at(before_, 1);
    event.channel = text_at(before_, 2);
    event.seq = static_cast<std::uint64_t>(before_.integer(3));
    event.alert = text_at(before_, 4);
    event.text = text_at(before_, 5);
    event.at_ms = before_.integer(6);
    events.push_back(std::move(event));
  }
  before_.reset();
  return events;
}

void EventRemoval::note_pictures_of(const HeldEvent& event, std::vector<ChannelPicture>& pictures) {
  pictures_of_.bind(1, event.number);
  while (pictures_of_.step()) pictures.emplace_back(event.channel, text_at(pictures_of_, 0));
  pictures_of_.reset();
}

std::uint64_t EventRemoval::remove(std::span<const HeldEvent> events) {
  std::vector<ChannelPicture> pictures;
  for (const HeldEvent& event : events) {
    note_pictures_of(event, pictures);
    clear_shown_.bind(1, event.number).run();
    clear_marks_.bind(1, event.number).run();
    clear_open_.bind(1, event.number).run();
    clear_event_.bind(1, event.number).run();
  }
  std::sort(pictures.begin(), pictures.end());
  pictures.erase(std::unique(pictures.begin(), pictures.end()), pictures.end());
  std::uint64_t gone = 0;
  for (const auto& [channel, picture] : pictures) {
    drop_picture_.bind(1, picture).run();
    shown_by_channel_.bind(1, picture).bind(2, channel);
    if (!shown_by_channel_.step()) ++gone;
    shown_by_channel_.reset();
  }
  return gone;
}

std::string deleted_words(const std::string& stream, const SeqRanges& seqs) {
  return stream + " " + seqs.text();
}

std::optional<DeletedEvents> deleted_of_words(std::string_view about) {
  const std::size_t space = about.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  auto seqs = SeqRanges::of_text(about.substr(space + 1));
  if (!seqs) return std::nullopt;
  return DeletedEvents{std::string(about.substr(0, space)), std::move(*seqs)};
}

}  // namespace nightjar
