#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/frame.hpp"
#include "processing/anpr/plate_read.hpp"
#include "processing/hotlist/hotlist_match.hpp"

namespace nightjar {

struct RecentReadsOptions {
  std::chrono::seconds keep{3600};  ///< 0: none is kept
  /// A read takes about 2 KiB and its picture at most 4, so a feed's reads take at most 120 MiB; the busiest
  /// lane of the country does not pass so many vehicles in an hour.
  std::size_t most = 20000;
};

/// Channels and folded listed marks that a read has been told about.
using ToldMarks = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] ToldMarks told_marks(const std::vector<HotlistMatch>& matches);

/// A pass that is over, and what was told of it.
struct RecentRead {
  std::uint64_t number = 0;  ///< set by RecentReads
  PlateRead read;
  std::string picture;  ///< of the plate, JPEG of at most 4 KiB; empty where there is none
  CaptureClock clock;
  CaptureTime kept_at;           ///< by the machine's clock, from which the time to keep it counts
  std::uint64_t generation = 0;  ///< of the lists that it was matched against last
  ToldMarks told;
};

/// The reads of one feed's last hour or so, for lists that come later. Deleted when their time is over, or
/// when more come than there is room for, the oldest first. Pure: the caller says what time it is.
class RecentReads {
 public:
  explicit RecentReads(RecentReadsOptions options) : options_(options) {}

  void add(RecentRead read);

  /// Deletes what was kept long enough.
  void expire(CaptureTime now);

  /// The first read behind `number` that was matched against older lists than `generation`.
  [[nodiscard]] std::optional<RecentRead> next_behind(std::uint64_t generation, std::uint64_t number) const;

  /// A read was matched against newer lists. Nothing where it is no longer kept.
  void note(std::uint64_t number, std::uint64_t generation, ToldMarks told);

  /// Reads whose folded mark it is, oldest first. Valid until the next change.
  [[nodiscard]] std::vector<const RecentRead*> of_mark(std::string_view folded) const;
  /// Deletes them; how many that were.
  std::size_t erase(std::string_view folded);

  [[nodiscard]] std::size_t size() const { return reads_.size(); }

  /// Every read that came in, by what became of it; with size() they add up.
  struct Counts {
    std::uint64_t added = 0, expired = 0, crowded_out = 0, not_kept = 0, erased = 0;
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  RecentReadsOptions options_;
  std::deque<RecentRead> reads_;  ///< by number
  std::uint64_t newest_ = 0;
  Counts counts_;
};

}  // namespace nightjar
