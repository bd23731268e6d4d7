#pragma once

#include <optional>
#include <string_view>

#include "processing/hotlist/csv_reader.hpp"
#include "processing/hotlist/entry_terms.hpp"
#include "processing/hotlist/hotlist_date.hpp"
#include "processing/hotlist/hotlist_delta.hpp"
#include "processing/hotlist/hotlist_findings.hpp"
#include "processing/hotlist/hotlist_layout.hpp"
#include "processing/hotlist/hotlist_table.hpp"

namespace nightjar {

/// Turns the records of one list into rows, and names what is wrong with each.
class HotlistRows {
 public:
  HotlistRows(const HotlistLayout& layout, HotlistFindings& findings, const CovertEntries& covert);

  /// False where the record ends the list: a fault after which nothing can be read.
  [[nodiscard]] bool add(const CsvRecord& record);

  /// No more records will come.
  void finish();

  /// A fault was found after which nothing could be read.
  [[nodiscard]] bool is_broken() const { return broken_; }
  [[nodiscard]] HotlistTable& table() { return table_; }
  /// Of a delta: what each row of the table is to do.
  [[nodiscard]] std::vector<HotlistChange>& changes() { return changes_; }

 private:
  [[nodiscard]] bool add_row(const CsvRecord& record);
  /// Whether it is a covert entry that is told on another channel; of a record that is not well formed,
  /// whether it may be one.
  [[nodiscard]] bool is_apart(const CsvRecord& record) const;
  [[nodiscard]] bool is_well_formed(const CsvRecord& record);
  void read_field(const CsvRecord& record, const HotlistColumn& column, std::string_view field);
  void read_mark(const CsvRecord& record, std::string_view field);
  [[nodiscard]] std::optional<std::chrono::sys_days> read_date(const CsvRecord& record, std::string_view key,
                                                               std::string_view field);
  void take_style(const CsvRecord& record, std::string_view key, std::string_view field, DateStyle style);
  void read_change(const CsvRecord& record, std::string_view field);
  void warn(const CsvRecord& record);
  void refuse_covert(const CsvRecord& record);
  [[nodiscard]] std::string_view text(const std::optional<std::size_t>& place) const;

  const HotlistLayout& layout_;
  HotlistFindings& findings_;
  const CovertEntries& covert_;
  std::uint32_t covert_found_ = 0;
  std::vector<HotlistChange> changes_;
  HotlistChange change_ = HotlistChange::add;
  bool broken_ = false;
  bool apart_ = false;  ///< the record at hand is
  HotlistTable table_;
  HotlistTable::Row row_;
  struct Dates {
    std::optional<DateStyle> style;
    std::uint32_t line = 0;  ///< the first with a date
  };
  Dates dates_, covert_dates_;
  std::optional<std::size_t> action_column_, marking_column_;  ///< among the record's fields
  std::optional<std::size_t> owner_, reason_, risk_, priority_, action_,
      marking_;  ///< places among the row's texts
};

}  // namespace nightjar
