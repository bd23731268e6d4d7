#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/telemetry.hpp"
#include "processing/hotlist/hotlist_table.hpp"
#include "processing/hotlist/partial_mark.hpp"

namespace nightjar {

/// What may be known of a list where its covert entries are told on another channel.
struct OpenPart {
  std::string revision;
  std::size_t entries = 0;
  std::optional<CaptureTime> since = std::nullopt;  ///< its entries have been as they are, as far as is known
};

/// Which edition of a list this is.
struct HotlistEdition {
  /// As alerts name it to who may know all of it: the back office's number where the file gives one, else the
  /// digest.
  std::string revision;
  std::optional<CaptureTime> written_at;               ///< when the file was last written
  std::optional<std::uint64_t> number = std::nullopt;  ///< the back office's
  std::string digest = {};                             ///< first 16 hex digits of the SHA-256 of its bytes
  std::optional<OpenPart> open = std::nullopt;         ///< nothing: all entries are told on one channel
};

/// An entry with a partial mark.
struct PartialRow {
  std::uint64_t symbols = 0;  ///< the known characters of the mark: PartialMark::symbols
  std::uint32_t row = 0;
  PartialMark mark;
};

/// One list, ready to be asked: by the folded key of a mark, at the cost of a hash lookup. Built once and
/// never changed, so any number of threads may ask through a shared pointer to const.
class HotlistIndex {
 public:
  HotlistIndex(HotlistTable table, HotlistEdition edition);

  /// The first row of a mark, written or read in any way; mark_key says what counts as equal.
  [[nodiscard]] std::optional<std::uint32_t> first_row(std::string_view mark) const;

  [[nodiscard]] std::optional<std::uint32_t> first_row_of(std::uint64_t key) const;

  /// That key will be asked for soon: its part of the table is fetched meanwhile.
  void expect(std::uint64_t key) const { __builtin_prefetch(&slots_[home_of(key)]); }

  /// The rows with partial marks, in the order of the file; first_row never gives one of these.
  [[nodiscard]] const std::vector<PartialRow>& partial_rows() const { return partial_rows_; }

  /// The next row with the same mark, in the order of the file.
  [[nodiscard]] std::optional<std::uint32_t> next_row(std::uint32_t row) const;

  [[nodiscard]] const HotlistTable& table() const { return table_; }
  [[nodiscard]] const HotlistEdition& edition() const { return edition_; }
  [[nodiscard]] std::size_t size() const { return table_.size(); }
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Slot {
    std::uint64_t key = 0;  ///< 0: free
    std::uint32_t row = 0;
  };
  [[nodiscard]] std::size_t home_of(std::uint64_t key) const;

  HotlistTable table_;
  HotlistEdition edition_;
  std::vector<Slot> slots_;  ///< open addressing, at most half full
  int shift_ = 0;
  std::vector<std::uint32_t> next_;  ///< by row
  std::vector<PartialRow> partial_rows_;
};

}  // namespace nightjar
