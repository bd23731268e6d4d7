#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/telemetry.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// A mark that somebody in the room has entered: from a 999 call, for a shift.
struct RoomEntry {
  std::string mark;  ///< bare; may hold ? and *
  std::optional<std::string> action, markers, reason, owner, authoriser;
  int priority = 10;  ///< 0 highest to 100
  std::string person;
  CaptureTime entered_at, ends_at;
};

/// The room's own hotlist of one channel: a value, kept as text and put in force as a list like any other.
class RoomList {
 public:
  static constexpr std::size_t kMost = 1000;  ///< a list by hand, not a file

  explicit RoomList(std::string channel) : channel_(std::move(channel)) {}

  /// Puts an entry in, in place of one with the same mark. In words what is wrong with it; empty: it is in.
  [[nodiscard]] std::string add(RoomEntry entry);
  /// Takes the mark's entry out; false where there is none.
  [[nodiscard]] bool cancel(std::string_view bare_mark);
  /// Takes out what has ended; how many that were.
  std::size_t expire(CaptureTime now);

  [[nodiscard]] const std::vector<RoomEntry>& entries() const { return entries_; }

  /// As the matcher takes it. The list is named "room/CHANNEL". SILENT entries match where the channel is
  /// restricted, and nowhere else.
  [[nodiscard]] TermedHotlist listed(bool restricted = false) const;

  /// For keeping. The second takes nothing but what the first has given; throws std::runtime_error.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] static RoomList of_text(std::string channel, std::string_view text);

 private:
  std::string channel_;
  std::vector<RoomEntry> entries_;
};

}  // namespace nightjar
