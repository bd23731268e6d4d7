#include "tools/nightjar/load_hotlists.hpp"

#include <fmt/format.h>

#include "processing/hotlist/hotlist_date.hpp"

namespace nightjar {
namespace {

HitHandling handling_of(AlertHandling handling) {
  switch (handling) {
    case AlertHandling::alarm:
      return HitHandling::alarm;
    case AlertHandling::queue:
      return HitHandling::queue;
    case AlertHandling::record:
      break;
  }
  return HitHandling::record;
}

void append(std::vector<std::string>& lines, std::vector<std::string> more) {
  lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

HotlistsLoad load_hotlists(const std::vector<HotlistSite>& hotlists) {
  HotlistsLoad result;
  for (const HotlistSite& hotlist : hotlists) {
    HotlistFileOptions options;
    options.max_bad_lines = static_cast<std::size_t>(hotlist.max_bad_lines);
    HotlistLoad load = load_hotlist(hotlist.file, options);
    const std::string file = hotlist.file.string();
    append(load.index ? result.left_out : result.errors, fault_lines(file, load.findings));
    append(result.warnings, warning_lines(file, load.findings));
    if (load.index) result.lists.push_back({terms_of(hotlist), std::move(load.index)});
  }
  return result;
}

HotlistTerms terms_of(const HotlistSite& hotlist) {
  return {hotlist.name, hotlist.channel, hotlist.matching, handling_of(hotlist.handling), hotlist.priority};
}

std::vector<std::string> warning_lines(std::string_view file, const HotlistFindings& findings) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < kHotlistWarnings; ++i) {
    const auto kind = static_cast<HotlistWarning>(i);
    const std::vector<HotlistFinding>& shown = findings.warnings(kind);
    for (const HotlistFinding& finding : shown) lines.push_back(finding_line(file, finding));
    if (const std::size_t more = findings.count(kind) - shown.size(); more > 0) {
      const std::string_view text = shown.back().text;
      lines.push_back(fmt::format("{}:{}: {}: {} more warnings of this kind", file, shown.back().line,
                                  text.substr(0, text.find(':')), more));
    }
  }
  return lines;
}

std::vector<std::string> fault_lines(std::string_view file, const HotlistFindings& findings) {
  std::vector<std::string> lines;
  for (const HotlistFinding& finding : findings.faults()) lines.push_back(finding_line(file, finding));
  return lines;
}

HotlistCounts count_entries(const HotlistIndex& index, CaptureTime now) {
  HotlistCounts counts;
  const std::chrono::sys_days day = london_day(now);
  const auto rows = static_cast<std::uint32_t>(index.size());
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (index.table().is_in_force(row, day)) {
      ++counts.in_force;
    } else if (index.table().is_weeded(row, day)) {
      ++counts.weeded;
    } else {
      ++counts.not_yet;
    }
  }
  return counts;
}

}  // namespace nightjar
