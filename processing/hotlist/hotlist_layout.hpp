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

/// Tells the layout by the first line: a header if one of its fields is `mark`, else the 16 columns.
/// nullopt, and a refusal, where it is a header that cannot be used or nothing that can be understood.
[[nodiscard]] std::optional<HotlistLayout> hotlist_layout(std::string_view text, HotlistFindings& findings);

/// Without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace nightjar
