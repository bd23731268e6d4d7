#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/audit.hpp"
#include "alerts/event_removal.hpp"
#include "alerts/open_alerts.hpp"
#include "alerts/sha256.hpp"
#include "alerts/sqlite_database.hpp"

namespace nightjar {

/// An event with all that its journal says of it.
struct JournalRow {
  std::int64_t number = 0;
  std::string stream;
  std::string channel;
  std::uint64_t seq = 0;
  std::string kind;
  std::string happening;
  std::string alert;
  std::optional<std::string> text;  ///< absent: deleted
  std::optional<Sha256> digest;     ///< absent: not 32 bytes
  std::optional<Sha256> head;
  std::int64_t at_ms = 0;  ///< when it was journalled, since 1970
};

/// A link of a chain, without what it holds.
struct JournalLink {
  std::uint64_t seq = 0;
  Sha256 digest{};
  Sha256 head{};
};

/// An open alert by its newest event.
struct OpenAlert {
  std::string stream;
  std::uint64_t seq = 0;
  std::string text;
  OpenPlace place;
};

/// One channel of one stream.
struct JournalChain {
  std::string stream;
  std::string channel;
  std::uint64_t newest = 0;
};

struct JournalPicture {
  std::int64_t number = 0;
  std::string sha256;
  std::string jpeg;
};

/// Reads a journal's file on a connection of its own, beside the journal that writes it, so that long
/// questions hold nobody up. Only the process that holds the folder makes one. Every answer is taken at once,
/// and later ones may be newer. Belongs to one thread. Everything throws JournalError.
class JournalReader {
 public:
  explicit JournalReader(std::filesystem::path folder);

  [[nodiscard]] std::vector<JournalChain> chains();

  /// Events of a chain behind a number, in order.
  [[nodiscard]] std::vector<JournalRow> rows(const JournalChain& chain, std::uint64_t behind,
                                             std::size_t limit);

  /// Links of a chain from a number on, in order.
  [[nodiscard]] std::vector<JournalLink> links(const JournalChain& chain, std::uint64_t from,
                                               std::size_t limit);

  /// The first event of a chain whose text is still there; nullopt where none is.
  [[nodiscard]] std::optional<std::uint64_t> first_held(const JournalChain& chain);

  /// The streams behind the given one, in the order in which they began; all where it is none of this
  /// journal.
  [[nodiscard]] std::vector<std::string> streams_behind(std::string_view stream);
  [[nodiscard]] bool has_stream(std::string_view stream);

  /// Open alerts of a channel behind a place: by priority, then the newest.
  [[nodiscard]] std::vector<OpenAlert> open_alerts(std::string_view channel, const OpenPlace& behind,
                                                   std::size_t limit);

  /// All events of an alert on a channel, in the order in which they were journalled.
  [[nodiscard]] std::vector<JournalRow> rows_of(std::string_view channel, std::string_view alert);

  /// Events of a channel that are held, behind a place.
  [[nodiscard]] std::vector<HeldEvent> held(std::string_view channel, HeldPlace behind, std::size_t limit);

  /// Those that tell of a folded mark, as read or as listed, behind a number, in the order in which they were
  /// journalled.
  [[nodiscard]] std::vector<HeldEvent> held_of_mark(std::string_view channel, std::string_view folded,
                                                    std::int64_t behind, std::size_t limit);

  [[nodiscard]] std::vector<StoredAudit> audit(std::uint64_t behind, std::size_t limit);

  /// Of one channel's trail, behind a number of its own, in order.
  [[nodiscard]] std::vector<StoredAudit> trail(std::string_view channel, std::uint64_t behind,
                                               std::size_t limit);

  [[nodiscard]] std::vector<JournalPicture> pictures(std::int64_t behind, std::size_t limit);
  [[nodiscard]] std::optional<std::string> picture(std::string_view sha256);
  /// Bytes of it from an offset on; nullopt where there is no such picture.
  struct PicturePart {
    std::uint64_t bytes = 0;  ///< of the whole picture
    std::string part;
  };
  [[nodiscard]] std::optional<PicturePart> picture_part(std::string_view sha256, std::uint64_t from,
                                                        std::size_t length);
  [[nodiscard]] bool has_picture(std::string_view sha256);
  /// Whether an event of the channel shows it.
  [[nodiscard]] bool shows(std::string_view channel, std::string_view sha256);

  /// Whether an alert of the channel that is open now has shown it.
  [[nodiscard]] bool shows_open(std::string_view channel, std::string_view sha256);

  [[nodiscard]] std::optional<std::string> kept(std::string_view name);

  /// How many rows there are to read in all, for showing progress.
  struct Sizes {
    std::uint64_t events = 0, audit = 0, pictures = 0;
  };
  [[nodiscard]] Sizes sizes();

  /// What SQLite itself finds broken in the file, at most so many lines.
  [[nodiscard]] std::vector<std::string> broken_pages(std::size_t most);

 private:
  template <typename Read>
  auto reading(Read read) const;
  [[nodiscard]] std::vector<JournalRow> rows_from(SqliteStatement& rows) const;

  std::filesystem::path folder_;
  SqliteDatabase database_;
};

}  // namespace nightjar
