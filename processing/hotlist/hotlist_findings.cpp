#include "processing/hotlist/hotlist_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace nightjar {

std::string finding_line(std::string_view file, const HotlistFinding& finding) {
  return fmt::format("{}:{}: {}", file, finding.line, finding.text);
}

std::string open_finding_line(std::string_view file, const HotlistFinding& finding) {
  return fmt::format("{}:{}: {}", file, finding.line - std::min(finding.covert_lines, finding.line - 1),
                     finding.text);
}

void HotlistFindings::pass_covert(std::uint32_t line, std::uint32_t lines) {
  covert_entries_.push_back({line, lines + (covert_entries_.empty() ? 0 : covert_entries_.back().lines)});
}

HotlistFinding HotlistFindings::finding(std::uint32_t line, std::string text) const {
  const auto behind =
      std::lower_bound(covert_entries_.begin(), covert_entries_.end(), line,
                       [](const CovertEntry& entry, std::uint32_t at) { return entry.line < at; });
  const std::uint32_t before = behind == covert_entries_.begin() ? 0 : std::prev(behind)->lines;
  return {line, std::move(text), covert_, before};
}

void HotlistFindings::bad_line(std::uint32_t line, std::string text) {
  BadLines& bad = part();
  if (bad.bad_lines == 0 || line != bad.newest.line) ++bad.bad_lines;
  bad.newest = finding(line, {});
  if (bad.bad_lines <= max_named_) bad_.push_back(finding(line, std::move(text)));
}

void HotlistFindings::refuse(std::uint32_t line, std::string text) {
  refusals_.push_back(finding(line, std::move(text)));
}

bool HotlistFindings::is_openly_refused() const {
  return std::any_of(refusals_.begin(), refusals_.end(),
                     [](const HotlistFinding& finding) { return !finding.covert; });
}

void HotlistFindings::warn(HotlistWarning kind, std::uint32_t line, std::string text) {
  Kind& warnings = warnings_.at(static_cast<std::size_t>(kind));
  ++warnings.count;
  if (warnings.shown.size() < kShownWarnings) warnings.shown.push_back(finding(line, std::move(text)));
}

std::vector<HotlistFinding> HotlistFindings::faults() const {
  std::vector<HotlistFinding> faults = bad_;
  for (const BadLines* part : {&open_, &hidden_}) {
    if (part->bad_lines <= max_named_) continue;
    HotlistFinding& more = faults.emplace_back(part->newest);
    more.text = fmt::format("lines: found {} more bad lines up to here, of {} in all",
                            part->bad_lines - max_named_, part->bad_lines);
  }
  faults.insert(faults.end(), refusals_.begin(), refusals_.end());
  return faults;
}

const std::vector<HotlistFinding>& HotlistFindings::warnings(HotlistWarning kind) const {
  return warnings_.at(static_cast<std::size_t>(kind)).shown;
}

std::size_t HotlistFindings::count(HotlistWarning kind) const {
  return warnings_.at(static_cast<std::size_t>(kind)).count;
}

}  // namespace nightjar
