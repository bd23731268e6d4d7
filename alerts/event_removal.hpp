#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/seq_ranges.hpp"
#include "alerts/sqlite_database.hpp"
#include "ingest/telemetry.hpp"

namespace nightjar {

/// An event whose text the journal still has.
struct HeldEvent {
  std::int64_t number = 0;  ///< over all streams and channels
  std::string stream;
  std::string channel;
  std::uint64_t seq = 0;
  std::string alert;
  std::string text;
  std::int64_t at_ms = 0;  ///< when it was journalled, since 1970
};

/// Where to go on in a channel's events, in the order in which they were journalled.
struct HeldPlace {
  std::int64_t at_ms = INT64_MIN;
  std::int64_t number = 0;
};

/// The part of a journal that deletes: an event loses its text and what tells of a mark, and keeps number,
/// digest and head, so that the chain holds; a picture goes with the last event that shows it.
/// Throws SqliteError. Belongs to the journal and its thread.
class EventRemoval {
 public:
  explicit EventRemoval(SqliteDatabase& database);

  /// Events of a channel that were journalled before a time, behind a place, the oldest first.
  [[nodiscard]] std::vector<HeldEvent> before(std::string_view channel, CaptureTime time, HeldPlace behind,
                                              std::size_t limit);

  /// Within the caller's transaction; how many pictures their channel does not show any more. Whether another
  /// channel does, and the picture stays, is not told.
  std::uint64_t remove(std::span<const HeldEvent> events);

 private:
  using ChannelPicture = std::pair<std::string, std::string>;  ///< channel and SHA-256

  void note_pictures_of(const HeldEvent& event, std::vector<ChannelPicture>& pictures);

  SqliteStatement before_, pictures_of_, clear_event_, clear_shown_, clear_marks_, clear_open_, drop_picture_,
      shown_by_channel_;
};

/// "STREAM 1-20,24": how a record of a deletion names its events.
[[nodiscard]] std::string deleted_words(const std::string& stream, const SeqRanges& seqs);

/// Such words taken apart; nullopt for anything else.
struct DeletedEvents {
  std::string stream;
  SeqRanges seqs;
};
[[nodiscard]] std::optional<DeletedEvents> deleted_of_words(std::string_view about);

}  // namespace nightjar
