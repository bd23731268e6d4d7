#include "processing/hotlist/hotlist_findings.hpp"

#include <fmt/format.h>

namespace nightjar {

std::string finding_line(std::string_view file, const HotlistFinding& finding) {
  return fmt::format("{}:{}: {}", file, finding.line, finding.text);
}

void HotlistFindings::bad_line(std::uint32_t line, std::string text) {
  if (line != newest_bad_) ++bad_lines_;
  newest_bad_ = line;
  if (bad_lines_ <= max_named_) bad_.push_back({line, std::move(text), false});
}

void HotlistFindings::hide(std::uint32_t line) {
  for (auto finding = bad_.rbegin(); finding != bad_.rend() && finding->line == line; ++finding)
    finding->covert = true;
}

void HotlistFindings::refuse(std::uint32_t line, std::string text, bool covert) {
  refused_ = true;
  refusals_.push_back({line, std::move(text), covert});
}

void HotlistFindings::warn(HotlistWarning kind, std::uint32_t line, std::string text) {
  Kind& warnings = warnings_.at(static_cast<std::size_t>(kind));
  ++warnings.count;
  if (warnings.shown.size() < kShownWarnings) warnings.shown.push_back({line, std::move(text), false});
}

std::vector<HotlistFinding> HotlistFindings::faults() const {
  std::vector<HotlistFinding> faults = bad_;
  if (bad_lines_ > max_named_) {
    faults.push_back({newest_bad_,
                      fmt::format("lines: found {} more bad lines up to here, of {} in all",
                                  bad_lines_ - max_named_, bad_lines_),
                      false});
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
