#include "processing/hotlist/hotlist_columns.hpp"

#include <algorithm>
#include <string>

namespace nightjar {
namespace {

std::string lower(std::string_view name) {
  std::string result(name);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool one_edit_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin());
  if (left == a.end()) return true;
  const bool replaced = a.size() == b.size() && std::equal(left + 1, a.end(), right + 1, b.end());
  const bool missing = a.size() < b.size() && std::equal(left, a.end(), right + 1, b.end());
  return replaced || missing;
}

}  // namespace

HotlistColumn hotlist_column(std::string_view name) {
  const std::string sought = lower(name);
  if (sought == "mark") return {HotlistColumnKind::mark, 0};
  if (sought == "effective") return {HotlistColumnKind::effective, 0};
  if (sought == "weed") return {HotlistColumnKind::weed, 0};
  if (sought == "change") return {HotlistColumnKind::change, 0};
  for (std::size_t i = 0; i < kHotlistTextColumns.size(); ++i) {
    if (kHotlistTextColumns.at(i).name == sought) return {HotlistColumnKind::text, i};
  }
  return {};
}

std::vector<HotlistColumn> headerless_columns(bool delta) {
  std::vector<HotlistColumn> columns;
  for (const std::string_view name :
       {"mark", "make", "model", "colour", "action", "markers", "reason", "intelligence", "information",
        "owner", "weed", "pnc_id", "marking", "cad_reference", "instructions", "source"}) {
    columns.push_back(hotlist_column(name));
  }
  if (delta) columns.push_back(hotlist_column("change"));
  return columns;
}

std::string_view nearest_hotlist_column(std::string_view name) {
  const std::string sought = lower(name);
  for (const HotlistTextColumn& column : kHotlistTextColumns) {
    if (one_edit_apart(sought, column.name)) return column.name;
  }
  for (const std::string_view other : {"mark", "effective", "weed"}) {
    if (one_edit_apart(sought, other)) return other;
  }
  return {};
}

}  // namespace nightjar
