#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "processing/hotlist/hotlist_delta.hpp"
#include "processing/hotlist/hotlist_findings.hpp"
#include "processing/hotlist/hotlist_index.hpp"
#include "processing/hotlist/hotlist_rows.hpp"

namespace nightjar {

struct HotlistFileOptions {
  std::size_t max_bad_lines = 10;  ///< with more, the list is refused
  std::size_t max_named = 1000;    ///< bad lines named with their reasons; the rest are counted
  CovertEntries covert = {};
  std::optional<OpenPart> open_before = std::nullopt;  ///< last known of this list: the same keeps its age
};

/// What became of a list.
struct HotlistLoad {
  std::shared_ptr<const HotlistIndex> index;  ///< empty: the list is refused, and the findings say why
  HotlistFindings findings;
  bool only_bad_lines = false;  ///< too many of them is all that refuses it: it could be loaded without them
  std::optional<OpenPart> open = std::nullopt;  ///< of a list that is refused for its covert entries alone
};

/// Reads a list: CSV with a header, or in 16 columns without one; separated by , ; or tab; UTF-8 with or
/// without a byte order mark; LF or CRLF; quotes as in RFC 4180; dates ISO or DD/MM/YYYY, one style a file.
/// A bad line (columns, mark, date, text) is left out and named. Too many of them, or a structural fault
/// (an unclosed quote, NUL, a record over 1 MiB, mixed date styles, an unusable header, no entry at all,
/// a file that grows while it is read, a delta in place of a list) refuses the list. Takes about a second for
/// a million lines.
[[nodiscard]] HotlistLoad load_hotlist(const std::filesystem::path& file,
                                       const HotlistFileOptions& options = {});

/// The same, of bytes at hand.
[[nodiscard]] HotlistLoad parse_hotlist(std::string_view bytes, const HotlistFileOptions& options = {},
                                        HotlistEdition edition = {});

/// What became of a delta.
struct HotlistDeltaLoad {
  std::optional<HotlistDelta> delta;  ///< nothing: refused, and not only for its covert entries
  HotlistFindings findings;
  bool only_bad_lines = false;
};

/// A file that says `# base: N`: in the forms of a list, with a column `change` or a 17th column that says
/// what each entry is to do.
[[nodiscard]] HotlistDeltaLoad parse_hotlist_delta(std::string_view bytes,
                                                   const HotlistFileOptions& options = {});

}  // namespace nightjar
