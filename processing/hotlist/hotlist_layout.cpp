#include "processing/hotlist/hotlist_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "processing/hotlist/csv_reader.hpp"
#include "processing/hotlist/readable_text.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kSeparators = ",;\t";

std::string_view name_of(char separator) {
  return separator == '\t' ? "tab" : separator == ';' ? ";" : ",";
}

bool names_the_mark(std::string_view field) {
  return hotlist_column(trimmed(field)).kind == HotlistColumnKind::mark;
}

void warn_of_missing_columns(const HotlistLayout& layout, std::uint32_t line, HotlistFindings& findings) {
  for (const std::string_view name : {"owner", "reason"}) {
    if (layout.has_text(name)) continue;
    findings.warn(HotlistWarning::column, line,
                  fmt::format("{}: no such column, no entry of this list has one", name));
  }
}

std::optional<HotlistLayout> header_layout(const CsvRecord& record, char separator, bool delta,
                                           HotlistFindings& findings) {
  HotlistLayout layout{separator, true, {}};
  std::set<std::pair<HotlistColumnKind, std::size_t>> taken;
  for (const std::string_view field : record.fields) {
    const std::string_view name = trimmed(field);
    const HotlistColumn column = hotlist_column(name);
    layout.columns.push_back(column);
    if (column.kind == HotlistColumnKind::unknown) {
      const std::string_view nearest = nearest_hotlist_column(name);
      findings.warn(HotlistWarning::column, record.line,
                    fmt::format("{}: unknown column, its contents are left out{}", readable(name),
                                nearest.empty() ? "" : fmt::format(", did you mean \"{}\"?", nearest)));
    } else if (!taken.emplace(column.kind, column.text).second) {
      findings.refuse(record.line,
                      fmt::format("{}: found a second time, expected each column once", readable(name)));
    }
  }
  if (delta && !layout.has(HotlistColumnKind::change)) {
    findings.refuse(record.line, "change: no such column, expected one in a delta");
  } else if (!delta && layout.has(HotlistColumnKind::change)) {
    findings.refuse(record.line,
                    "change: found in a list that is no delta, expected \"# base: N\" above the header");
  }
  if (findings.is_refused()) return std::nullopt;
  warn_of_missing_columns(layout, record.line, findings);
  return layout;
}

}  // namespace

bool HotlistLayout::has(HotlistColumnKind kind) const {
  return std::any_of(columns.begin(), columns.end(), [&](const HotlistColumn& c) { return c.kind == kind; });
}

bool HotlistLayout::has_text(std::string_view name) const {
  return std::any_of(columns.begin(), columns.end(), [&](const HotlistColumn& column) {
    return column.kind == HotlistColumnKind::text && kHotlistTextColumns.at(column.text).name == name;
  });
}

std::optional<HotlistLayout> hotlist_layout(std::string_view text, HotlistFindings& findings,
                                            const HotlistLayoutOptions& options) {
  const std::vector<HotlistColumn> headerless = headerless_columns(options.delta);
  CsvRecord record;
  char most = ',';
  std::size_t most_fields = 0;
  std::uint32_t line = options.first_line;
  CsvFault fault = CsvFault::none;
  for (const char separator : kSeparators) {
    CsvReader reader(text, separator, options.first_line);
    if (!reader.next(record)) continue;
    line = record.line;
    if (record.fault != CsvFault::none) {
      fault = record.fault;
      continue;
    }
    if (std::any_of(record.fields.begin(), record.fields.end(), names_the_mark)) {
      return header_layout(record, separator, options.delta, findings);
    }
    if (record.fields.size() == headerless.size()) return HotlistLayout{separator, false, headerless};
    if (record.fields.size() > most_fields) {
      most_fields = record.fields.size();
      most = separator;
    }
  }
  if (most_fields == 0) {
    findings.refuse(line, fmt::format("text: found {}", words_of(fault)));
    return std::nullopt;
  }
  // One short line among 16-column ones is a bad line like any other; the count of all decides.
  CsvReader reader(text, most, options.first_line);
  while (reader.next(record)) {
    if (record.fields.size() == headerless.size()) return HotlistLayout{most, false, headerless};
    if (record.line > line + 100) break;
  }
  findings.refuse(
      line, fmt::format("columns: found {} separated by {}, expected a header with a column \"mark\", or "
                        "the {} columns without header",
                        most_fields, name_of(most), headerless.size()));
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace nightjar
