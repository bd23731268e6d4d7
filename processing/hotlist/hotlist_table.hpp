#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "processing/hotlist/hotlist_columns.hpp"
#include "processing/hotlist/hotlist_entry.hpp"
#include "processing/hotlist/text_pool.hpp"

namespace nightjar {

/// The entries of one list, stored so that a million of them fit a small machine: packed marks, days as
/// numbers, and texts shared between entries. Rows keep the order of the file.
class HotlistTable {
 public:
  /// `texts`: the columns of text that the file has, as places in kHotlistTextColumns.
  explicit HotlistTable(const std::vector<std::size_t>& texts);

  struct Row {
    std::uint64_t packed_mark = 0;
    std::optional<std::chrono::sys_days> effective, weed;
    std::uint32_t line = 0;
    std::vector<std::string_view> texts;  ///< one for each column of text; empty: not known
  };
  void append(const Row& row);

  /// No more rows will come: gives back what only appending needs.
  void seal();

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] HotlistEntry entry(std::uint32_t row) const;
  /// As it was appended; its texts are views into this table.
  [[nodiscard]] Row row(std::uint32_t row) const;
  [[nodiscard]] std::vector<std::size_t> text_places() const;
  [[nodiscard]] std::uint64_t packed_mark(std::uint32_t row) const { return rows_[row].packed_mark; }
  [[nodiscard]] std::uint32_t line(std::uint32_t row) const { return rows_[row].line; }

  /// Whether the entry counts on that day; both its days are included.
  [[nodiscard]] bool is_in_force(std::uint32_t row, std::chrono::sys_days day) const;
  [[nodiscard]] bool is_weeded(std::uint32_t row, std::chrono::sys_days day) const;

  [[nodiscard]] std::size_t bytes() const;

 private:
  struct StoredRow {
    std::uint64_t packed_mark;
    std::int32_t effective, weed;  ///< days since 1970; the smallest and the largest number where not known
    std::uint32_t line;
  };
  struct Column {
    std::size_t place;
    std::uint32_t asked = 0, fresh = 0;
  };

  std::uint32_t stored(Column& column, std::string_view text);

  std::vector<StoredRow> rows_;
  std::vector<std::uint32_t> text_numbers_;  ///< row by row, one for each column
  std::vector<Column> columns_;
  TextPool pool_;
};

}  // namespace nightjar
