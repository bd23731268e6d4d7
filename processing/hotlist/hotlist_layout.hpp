#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "processing/hotlist/hotlist_columns.hpp"
#include "processing/hotlist/hotlist_findings.hpp"

namespace nightjar {

/// How a list is laid out: its separator, its columns, and whether its first line is a header.
struct HotlistLayout {
  char separator = ',';
  bool has_header = false;
  std::vector<HotlistColumn> columns;

  [[nodiscard]] bool has(HotlistColumnKind kind) const;
  [[nodiscard]] bool has_text(std::string_view name) const;
};

/// What a layout is sought in.
struct HotlistLayoutOptions {
  std::uint32_t first_line = 1;  ///< the number of the text's first line
  bool delta = false;            ///< a delta must say what is to change, a whole list must not
};

/// Tells the layout by the first line: a header if one of its fields is `mark`, else the 16 columns.
/// nullopt, and a refusal, where it is a header that cannot be used or nothing that can be understood.
[[nodiscard]] std::optional<HotlistLayout> hotlist_layout(std::string_view text, HotlistFindings& findings,
                                                          const HotlistLayoutOptions& options = {});

/// Without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace nightjar
