#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "processing/hotlist/hotlist_entry.hpp"

namespace nightjar {

/// Columns of text, by the name that a header gives them; the mark and the two dates are no text.
struct HotlistTextColumn {
  std::string_view name;
  std::optional<std::string> HotlistEntry::*member;
};

inline constexpr std::array<HotlistTextColumn, 18> kHotlistTextColumns{{
    {"make", &HotlistEntry::make},
    {"model", &HotlistEntry::model},
    {"colour", &HotlistEntry::colour},
    {"action", &HotlistEntry::action},
    {"markers", &HotlistEntry::markers},
    {"reason", &HotlistEntry::reason},
    {"risk", &HotlistEntry::risk},
    {"priority", &HotlistEntry::priority},
    {"owner", &HotlistEntry::owner},
    {"contact", &HotlistEntry::contact},
    {"authoriser", &HotlistEntry::authoriser},
    {"marking", &HotlistEntry::marking},
    {"intelligence", &HotlistEntry::intelligence},
    {"information", &HotlistEntry::information},
    {"pnc_id", &HotlistEntry::pnc_id},
    {"cad_reference", &HotlistEntry::cad_reference},
    {"instructions", &HotlistEntry::instructions},
    {"source", &HotlistEntry::source},
}};

/// What stands in one column of a file.
enum class HotlistColumnKind { mark, effective, weed, change, text, unknown };
struct HotlistColumn {
  HotlistColumnKind kind = HotlistColumnKind::unknown;
  std::size_t text = 0;  ///< place in kHotlistTextColumns, where kind is text
};

/// By the name of a header, in any case.
[[nodiscard]] HotlistColumn hotlist_column(std::string_view name);

/// The 16 columns of a file without header: mark, make, model, colour, action, warning markers, reason,
/// intelligence code, information, force and area (the owner), weed date, PNC id, protective marking,
/// CAD reference, operational instructions, source reference. A delta has a 17th, the change.
[[nodiscard]] std::vector<HotlistColumn> headerless_columns(bool delta = false);

/// The known name that differs least from a header's, or empty.
[[nodiscard]] std::string_view nearest_hotlist_column(std::string_view name);

}  // namespace nightjar
