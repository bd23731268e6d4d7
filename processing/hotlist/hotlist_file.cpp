#include "processing/hotlist/hotlist_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "processing/hotlist/hotlist_preamble.hpp"
#include "processing/hotlist/hotlist_text.hpp"
#include "processing/hotlist/open_part.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// A file's rows, before anybody asks what they are rows of.
struct ParsedRows {
  HotlistPreamble preamble;
  std::optional<HotlistTable> table;  ///< nothing: refused, and not only for its covert entries
  std::vector<HotlistChange> changes;
  bool only_bad_lines = false;
};

std::uint32_t line_at(std::string_view bytes, std::size_t place) {
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(place);
  return 1 + static_cast<std::uint32_t>(std::count(bytes.begin(), end, '\n'));
}

void warn_of_duplicates(const HotlistIndex& index, HotlistFindings& findings) {
  const auto rows = static_cast<std::uint32_t>(index.size());
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (const auto next = index.next_row(row)) {
      findings.warn(HotlistWarning::duplicate, index.table().line(*next),
                    fmt::format("mark: stands on line {}, too; both entries count", index.table().line(row)));
    }
  }
}

void read_rows(std::string_view text, const HotlistFileOptions& options, ParsedRows& parsed,
               HotlistFindings& findings) {
  const std::uint32_t first_line = parsed.preamble.lines + 1;
  const bool delta = parsed.preamble.base.has_value();
  const auto layout = hotlist_layout(text, findings, {first_line, delta});
  if (!layout) return;
  HotlistRows rows(*layout, findings, options.covert);
  CsvReader reader(text, layout->separator, first_line);
  CsvRecord record;
  if (layout->has_header && !reader.next(record)) return;
  while (reader.next(record) && rows.add(record)) {
  }
  rows.finish();
  const bool sound = !findings.is_refused() && (delta || rows.table().size() > 0);
  const std::size_t covert_bad = findings.covert_bad_lines();
  const auto refuse_many = [&](std::size_t bad_lines) {
    if (bad_lines <= options.max_bad_lines) return;
    findings.refuse(1,
                    fmt::format("file: {} bad lines, expected at most {}", bad_lines, options.max_bad_lines));
    parsed.only_bad_lines = sound;
  };
  refuse_many(findings.bad_lines() - covert_bad);
  findings.set_covert(true);
  refuse_many(covert_bad);
  findings.set_covert(false);
  if (!findings.is_refused() && !sound) {
    findings.refuse(1, "file: holds no entry that can be used, expected at least one");
  }
  if (findings.is_openly_refused() || rows.is_broken()) return;
  if (text.back() != '\n') {
    findings.warn(HotlistWarning::unfinished_last_line, record.last_line,
                  "file: the last line has no end, the file may be cut short");
  }
  rows.table().seal();
  parsed.table = std::move(rows.table());
  parsed.changes = std::move(rows.changes());
}

ParsedRows parse_rows(std::string_view bytes, const HotlistFileOptions& options, HotlistFindings& findings) {
  ParsedRows parsed;
  if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark) bytes.remove_prefix(kByteOrderMark.size());
  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    findings.refuse(1, "file: is empty, expected a hotlist");
    return parsed;
  }
  // What tells a line of the whole file, or a number that counts all its editions, is not for everybody.
  findings.set_covert(options.covert.apart);
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    findings.refuse(line_at(bytes, nul), "text: found a NUL byte, expected text");
    return parsed;
  }
  const auto preamble = hotlist_preamble(bytes, findings);
  findings.set_covert(false);
  if (!preamble) return parsed;
  parsed.preamble = *preamble;
  bytes.remove_prefix(preamble->bytes);
  if (bytes.empty()) {
    findings.refuse(preamble->lines, "file: ends before its first entry, expected a hotlist");
    return parsed;
  }
  read_rows(bytes, options, parsed, findings);
  return parsed;
}

}  // namespace

HotlistLoad parse_hotlist(std::string_view bytes, const HotlistFileOptions& options, HotlistEdition edition) {
  HotlistLoad load{nullptr, HotlistFindings(options.max_named)};
  ParsedRows parsed = parse_rows(bytes, options, load.findings);
  load.only_bad_lines = parsed.only_bad_lines;
  if (parsed.preamble.base) {
    load.only_bad_lines = false;
    load.findings.set_covert(options.covert.apart);
    load.findings.refuse(
        1, fmt::format("base: found a delta on revision {}, expected a whole list", *parsed.preamble.base));
  }
  if (!parsed.table || parsed.preamble.base) return load;
  if (options.covert.apart)
    edition.open =
        open_part(*parsed.table, options.covert.open_markings, edition.written_at, options.open_before);
  if (load.findings.is_refused()) {
    load.open = edition.open;
    return load;
  }
  edition.number = parsed.preamble.revision;
  if (edition.number) edition.revision = std::to_string(*edition.number);
  load.index = std::make_shared<const HotlistIndex>(std::move(*parsed.table), std::move(edition));
  warn_of_duplicates(*load.index, load.findings);
  return load;
}

HotlistDeltaLoad parse_hotlist_delta(std::string_view bytes, const HotlistFileOptions& options) {
  HotlistDeltaLoad load{std::nullopt, HotlistFindings(options.max_named)};
  ParsedRows parsed = parse_rows(bytes, options, load.findings);
  load.only_bad_lines = parsed.only_bad_lines;
  if (!load.findings.is_refused() && !parsed.preamble.base)
    load.findings.refuse(1, "base: missing, expected \"# base: N\" in a delta");
  if (!parsed.table || !parsed.preamble.base) return load;
  load.delta =
      HotlistDelta{*parsed.preamble.base, *parsed.preamble.revision,
                   std::make_shared<const HotlistTable>(std::move(*parsed.table)), std::move(parsed.changes)};
  return load;
}

HotlistLoad load_hotlist(const std::filesystem::path& file, const HotlistFileOptions& options) {
  const HotlistText text = read_hotlist_text(file);
  if (!text.trouble.empty()) {
    HotlistLoad load{nullptr, HotlistFindings(options.max_named)};
    load.findings.refuse(1, fmt::format("file: {}, expected a hotlist", text.trouble));
    return load;
  }
  const std::string digest = digest_of(text.bytes);
  return parse_hotlist(text.bytes, options, {digest, text.written_at, std::nullopt, digest});
}

}  // namespace nightjar
