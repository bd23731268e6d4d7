#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/audit_trail.hpp"
#include "alerts/event_chain.hpp"
#include "alerts/event_history.hpp"
#include "alerts/event_removal.hpp"
#include "alerts/journal_folder.hpp"
#include "alerts/journal_reserve.hpp"

namespace nightjar {

/// An event as it lies in the journal.
struct StoredEvent {
  std::uint64_t seq = 0;
  std::optional<std::string> text;  ///< absent: deleted on time, its digest stays
  Sha256 digest{};
  Sha256 head{};
};

/// An event that has gone out and waits for the disk, with its pictures.
struct PromisedEvent {
  ChainedEvent chained;
  std::vector<EvidencePicture> pictures;
};

/// What becomes of a file that is broken, or whose newest events do not follow on each other.
enum class OnDamage {
  refuse,
  set_aside,  ///< it is renamed, and a new journal begun
};

/// What deleting did.
struct Removed {
  std::uint64_t events = 0;
  std::uint64_t pictures = 0;
};

/// Keeps every event and its pictures on disk, numbered without gaps and chained per channel.
/// A chain a channel, not one for all: a channel's heads must not tell that another one, perhaps restricted,
/// has had an event. Pictures lie in the same SQLite file as the events, so that one transaction makes both
/// durable, and nothing is left over after a crash.
/// Belongs to one thread at a time. Only one process opens a folder; a second gets JournalError.
class Journal {
 public:
  /// Makes the folder and an empty journal where there is none; otherwise goes on where it ended, after
  /// checking the tail of each chain. A full disk that has a journal keeps nobody from opening it: there is a
  /// reserve for that; at worst nothing can be written before there is room. Throws JournalError.
  explicit Journal(std::filesystem::path folder, OnDamage on_damage = OnDamage::refuse);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Numbers and writes the parcels in one transaction; they are on disk when it returns. Where the disk is
  /// full, what has no pictures is written into the reserve.
  /// Takes the events out of the parcels. Throws JournalError: then they have them still, and nothing of them
  /// is numbered or written.
  [[nodiscard]] std::vector<ChainedEvent> append(std::span<AlertParcel> parcels);

  /// Numbers an event that the disk refuses, marked as not journalled; `write` follows when it is back, in
  /// order. Should the process end before, the next opening begins a new stream, so that no number is given
  /// twice.
  [[nodiscard]] ChainedEvent promise(AlertEvent event);

  /// Writes promised events, oldest first. Throws JournalError: then none of them is written.
  void write(std::span<const PromisedEvent> events);

  /// Writes what a person did, and with it, in the same transaction, a text that outlives a restart.
  /// Throws JournalError: then neither is written.
  void note(const AuditRecord& record, const std::optional<KeptText>& kept = std::nullopt);

  /// Deletes events, and with them, in the same transaction, writes down that they were: one record a stream,
  /// whose `about` and `outcome` are set here. Throws JournalError: then none is deleted.
  Removed remove(std::span<const HeldEvent> events, const AuditRecord& record);

  /// Events of a channel that were journalled before a time and are held, behind a place, oldest first.
  /// Throws JournalError.
  [[nodiscard]] std::vector<HeldEvent> held_before(std::string_view channel, CaptureTime time,
                                                   HeldPlace behind, std::size_t limit) const;

  /// Folds the write-ahead log into the file, so that what was deleted leaves no bytes in it; false where
  /// somebody reads just now.
  bool fold();

  /// Whether the reserve for texts is there. False: the disk is full, or nearly so; leave out what can wait.
  [[nodiscard]] bool has_reserve() const { return reserve_.held(); }
  /// Takes it again where the disk has room, and before it that for opening; whether it is there now.
  bool take_reserve();

  /// Where a damaged file now lies and what was wrong with it, if one was found at opening.
  [[nodiscard]] const std::optional<std::string>& set_aside() const { return set_aside_; }

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] const std::string& stream() const { return stream_; }
  [[nodiscard]] ChainEnd end_of(const std::string& channel) const;

  /// Events of the present stream after `seq`, in order. This and the next two throw JournalError.
  [[nodiscard]] std::vector<StoredEvent> events_since(std::string_view channel, std::uint64_t seq,
                                                      std::size_t limit) const;
  /// The JPEG bytes under a digest in hex.
  [[nodiscard]] std::optional<std::string> picture(std::string_view sha256) const;

  /// The records after a number, in order. This and the next three throw JournalError.
  [[nodiscard]] std::vector<StoredAudit> audit_since(std::uint64_t number, std::size_t limit) const;

  /// Number and head of the newest record of a channel's trail; 0 where there is none.
  [[nodiscard]] ChainEnd audit_end_of(const std::string& channel) const;

  /// The text of the record of a request, if it was written.
  [[nodiscard]] std::optional<std::string> audit_of(std::string_view channel, std::string_view request) const;

  [[nodiscard]] std::optional<std::string> kept(std::string_view name) const;

  /// The first event of the present stream whose text is still there; those before are gone. One above the
  /// newest where none is.
  [[nodiscard]] std::uint64_t gone_before(const std::string& channel) const;

  /// Whether the channel has had an alert.
  [[nodiscard]] bool has_alert(const std::string& channel, const std::string& alert) const;

  [[nodiscard]] EventHistory& history() const;

 private:
  struct Tables;

  void open();
  void open_tables();
  void open_in_room(OnDamage on_damage);
  void drop_missing_evidence(std::span<AlertParcel> parcels) const;
  void continue_stream();
  void begin_stream();
  void read_ends();
  void open_or_set_aside(OnDamage on_damage);
  /// Runs a transaction, a second time out of the reserve where the disk is full and what is written may
  /// spend it; what SQLite refuses becomes JournalError.
  template <typename Write>
  void commit(Write write, bool may_spend = true);
  template <typename Read>
  auto reading(Read read) const;
  void store(const ChainedEvent& chained, std::span<const EvidencePicture> pictures);

  JournalFolder folder_;
  JournalReserve reserve_;
  JournalReserve start_reserve_;
  std::string stream_;
  std::optional<std::string> set_aside_;
  std::map<std::string, ChainEnd> ends_;
  std::size_t promised_ = 0;    ///< numbered, not yet written
  bool stream_is_due_ = false;  ///< the disk was full when it began: it is written with the first event
  std::unique_ptr<Tables> tables_;
};

}  // namespace nightjar
