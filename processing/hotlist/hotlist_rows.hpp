#pragma once

#include <optional>
#include <string_view>

#include "processing/hotlist/csv_reader.hpp"
#include "processing/hotlist/hotlist_date.hpp"
#include "processing/hotlist/hotlist_findings.hpp"
#include "processing/hotlist/hotlist_layout.hpp"
#include "processing/hotlist/hotlist_table.hpp"

namespace nightjar {

/// Turns the records of one list into rows, and names what is wrong with each.
class HotlistRows {
 public:
  HotlistRows(const HotlistLayout& layout, HotlistFindings& findings);

  /// False where the record ends the list: a fault after which nothing can be read.
  [[nodiscard]] bool add(const CsvRecord& record);

  [[nodiscard]] HotlistTable& table() { return table_; }

 private:
  [[nodiscard]] bool is_well_formed(const CsvRecord& record);
  void read_field(const CsvRecord& record, const HotlistColumn& column, std::string_view field);
  void read_mark(const CsvRecord& record, std::string_view field);
  [[nodiscard]] std::optional<std::chrono::sys_days> read_date(const CsvRecord& record, std::string_view key,
                                                               std::string_view field);
  void warn(const CsvRecord& record);

  const HotlistLayout& layout_;
  HotlistFindings& findings_;
  HotlistTable table_;
  HotlistTable::Row row_;
  std::optional<DateStyle> style_;
  std::uint32_t style_line_ = 0;
  std::optional<std::size_t> owner_, reason_, risk_, priority_;  ///< places among the row's texts
};

}  // namespace nightjar
