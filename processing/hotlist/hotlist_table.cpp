#include "processing/hotlist/hotlist_table.hpp"

#include <limits>
#include <string>

#include "processing/hotlist/mark_key.hpp"

namespace nightjar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int32_t kAlways = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();

// A column in which three texts of four are new (references, free text) is not worth looking up any more.
constexpr std::uint32_t kTrial = 4096;
bool is_mostly_fresh(std::uint32_t asked, std::uint32_t fresh) {
  return asked >= kTrial && fresh / 3 >= asked / 4;
}

std::int32_t number_of(sys_days day) {
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}

std::optional<std::chrono::year_month_day> day_of(std::int32_t number) {
  if (number == kAlways || number == kNever) return std::nullopt;
  return std::chrono::year_month_day{sys_days{days{number}}};
}

}  // namespace

HotlistTable::HotlistTable(const std::vector<std::size_t>& texts) {
  columns_.reserve(texts.size());
  for (const std::size_t place : texts) columns_.push_back({place});
}

void HotlistTable::append(const Row& row) {
  rows_.push_back({row.packed_mark, row.effective ? number_of(*row.effective) : kAlways,
                   row.weed ? number_of(*row.weed) : kNever, row.line});
  for (std::size_t i = 0; i < columns_.size(); ++i)
    text_numbers_.push_back(stored(columns_[i], row.texts.at(i)));
}

std::uint32_t HotlistTable::stored(Column& column, std::string_view text) {
  if (text.empty()) return 0;
  if (is_mostly_fresh(column.asked, column.fresh)) return pool_.append(text);
  const std::size_t before = pool_.size();
  const std::uint32_t number = pool_.number_of(text);
  ++column.asked;
  if (pool_.size() != before) ++column.fresh;
  return number;
}

void HotlistTable::seal() {
  rows_.shrink_to_fit();
  text_numbers_.shrink_to_fit();
  pool_.seal();
}

HotlistEntry HotlistTable::entry(std::uint32_t row) const {
  const StoredRow& stored = rows_.at(row);
  HotlistEntry entry;
  entry.mark = unpacked_mark(stored.packed_mark);
  entry.effective = day_of(stored.effective);
  entry.weed = day_of(stored.weed);
  entry.line = stored.line;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::uint32_t number = text_numbers_[row * columns_.size() + i];
    if (number != 0)
      entry.*kHotlistTextColumns.at(columns_[i].place).member = std::string(pool_.text(number));
  }
  return entry;
}

HotlistTable::Row HotlistTable::row(std::uint32_t row) const {
  const StoredRow& stored = rows_.at(row);
  Row result;
  result.packed_mark = stored.packed_mark;
  if (const auto day = day_of(stored.effective)) result.effective = sys_days{*day};
  if (const auto day = day_of(stored.weed)) result.weed = sys_days{*day};
  result.line = stored.line;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    result.texts.push_back(pool_.text(text_numbers_[row * columns_.size() + i]));
  return result;
}

std::vector<std::size_t> HotlistTable::text_places() const {
  std::vector<std::size_t> places;
  for (const Column& column : columns_) places.push_back(column.place);
  return places;
}

bool HotlistTable::is_in_force(std::uint32_t row, sys_days day) const {
  const std::int32_t number = number_of(day);
  return rows_[row].effective <= number && number <= rows_[row].weed;
}

bool HotlistTable::is_weeded(std::uint32_t row, sys_days day) const {
  return rows_[row].weed < number_of(day);
}

std::size_t HotlistTable::bytes() const {
  return rows_.capacity() * sizeof(StoredRow) + text_numbers_.capacity() * sizeof(std::uint32_t) +
         pool_.bytes();
}

}  // namespace nightjar
