#include "processing/hotlist/open_part.hpp"

#include "processing/hotlist/entry_terms.hpp"
#include "processing/hotlist/hotlist_columns.hpp"
#include "processing/hotlist/hotlist_text.hpp"

namespace nightjar {
namespace {

/// Every text with its column and length, so that no two entries are written alike.
void write(const HotlistTable::Row& row, const std::vector<std::size_t>& places, std::string& text) {
  const auto day = [](const std::optional<std::chrono::sys_days>& date) {
    return date ? std::to_string(date->time_since_epoch().count()) : std::string("-");
  };
  text += std::to_string(row.packed_mark) + ' ' + day(row.effective) + ' ' + day(row.weed);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (row.texts[i].empty()) continue;
    text += ' ' + std::to_string(places[i]) + ':' + std::to_string(row.texts[i].size()) + ':';
    text += row.texts[i];
  }
  text += '\n';
}

std::string_view text_at(const HotlistTable::Row& row, const std::vector<std::size_t>& places,
                         std::string_view column) {
  for (std::size_t i = 0; i < places.size(); ++i)
    if (kHotlistTextColumns.at(places[i]).name == column) return row.texts[i];
  return {};
}

}  // namespace

OpenPart open_part(const HotlistTable& table, const std::vector<std::string>& open_markings,
                   std::optional<CaptureTime> written_at, const std::optional<OpenPart>& before) {
  const std::vector<std::size_t> places = table.text_places();
  OpenPart part;
  std::string text;
  for (std::uint32_t number = 0; number < table.size(); ++number) {
    const HotlistTable::Row row = table.row(number);
    if (is_covert(text_at(row, places, "action"), text_at(row, places, "marking"), open_markings)) continue;
    ++part.entries;
    write(row, places, text);
  }
  part.revision = digest_of(text);
  part.since = before && before->revision == part.revision ? before->since : written_at;
  return part;
}

const std::string& open_revision(const HotlistEdition& edition) {
  return edition.open ? edition.open->revision : edition.revision;
}

}  // namespace nightjar
