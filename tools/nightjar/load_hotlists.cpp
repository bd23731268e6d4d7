#include "tools/nightjar/load_hotlists.hpp"

#include <fmt/format.h>

#include <chrono>
#include <limits>
#include <system_error>
#include <thread>

#include "processing/hotlist/hotlist_date.hpp"
#include "tools/nightjar/file_stamp.hpp"

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

/// False where the file grows, or somebody has it open to write it. A file that was left alone for two
/// seconds is believed at once.
bool is_settled(const std::filesystem::path& file) {
  using namespace std::chrono_literals;
  constexpr auto kYoung = 2s;
  constexpr auto kLook = 200ms;
  if (is_list_being_written(file)) return false;
  std::error_code error;
  const auto written = std::filesystem::last_write_time(file, error);
  if (error || std::chrono::file_clock::now() - written > kYoung) return true;
  FileStamps before = list_stamps(file);
  for (int looks = 0; looks < 5; ++looks) {
    std::this_thread::sleep_for(kLook);
    FileStamps now = list_stamps(file);
    if (now == before) return !is_list_being_written(file);
    before = std::move(now);
  }
  return false;
}

void append(std::vector<std::string>& lines, std::vector<std::string> more) {
  lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

HotlistsLoad load_hotlists(const std::vector<HotlistSite>& hotlists, const std::filesystem::path& journal) {
  HotlistsLoad result;
  for (const HotlistSite& hotlist : hotlists) {
    const std::string file = hotlist.file.string();
    if (!is_settled(hotlist.file)) {
      result.errors.push_back(file + ":1: file: is still being written, expected a hotlist that is complete");
      result.open_errors.push_back(result.errors.back());
      continue;
    }
    const auto before = journal.empty() ? std::nullopt : remembered(journal, hotlist.name);
    HotlistEditionLoad load = load_as_accepted(hotlist, before);
    append(load.index ? result.left_out : result.errors, fault_lines(load));
    if (!load.index) {
      append(result.open_errors, parted_fault_lines(load).open);
      if (!load.is_openly_refused()) result.open_errors.push_back(unusable_line(hotlist));
    }
    for (const HotlistPart& part : load.parts)
      append(result.warnings, warning_lines(part.file.string(), part.findings));
    const ListObjection against = load.index && before ? objection(*before, *load.index) : ListObjection{};
    if (!against.words.empty()) {
      constexpr const char* kAccept = "; a person can accept it (`nightjar accept`)";
      result.errors.push_back(fmt::format("{}:1: file: {}{}", file, against.words, kAccept));
      result.open_errors.push_back(against.covert ? unusable_line(hotlist) + kAccept : result.errors.back());
    } else if (load.index) {
      result.lists.push_back({terms_of(hotlist), std::move(load.index)});
    }
  }
  return result;
}

HotlistEditionLoad load_with_any_bad_lines(const HotlistSite& hotlist,
                                           const std::optional<ListMemory>& before) {
  HotlistFileOptions options = file_options(hotlist);
  if (before) options.open_before = before->open;
  options.max_bad_lines = std::numeric_limits<std::size_t>::max();
  return load_hotlist_edition(hotlist.file, options);
}

HotlistEditionLoad load_as_accepted(const HotlistSite& hotlist, const std::optional<ListMemory>& before) {
  HotlistFileOptions options = file_options(hotlist);
  if (before) options.open_before = before->open;
  HotlistEditionLoad load = load_hotlist_edition(hotlist.file, options);
  if (load.index || !load.only_bad_lines || !before || before->accepted.empty()) return load;
  HotlistEditionLoad whole = load_with_any_bad_lines(hotlist, before);
  return whole.index && whole.index->edition().digest == before->accepted ? whole : load;
}

std::vector<std::string> fault_lines(const HotlistEditionLoad& load) {
  std::vector<std::string> lines;
  for (const HotlistPart& part : load.parts) append(lines, fault_lines(part.file.string(), part.findings));
  return lines;
}

PartedLines parted_fault_lines(const HotlistEditionLoad& load) {
  PartedLines lines;
  for (const HotlistPart& part : load.parts)
    for (const HotlistFinding& finding : part.findings.faults()) {
      if (!finding.covert) lines.open.push_back(open_finding_line(part.file.string(), finding));
      if (finding.covert || finding.covert_lines > 0)
        lines.covert.push_back(finding_line(part.file.string(), finding));
    }
  return lines;
}

std::string unusable_line(const HotlistSite& hotlist) {
  return hotlist.file.string() +
         ":1: file: cannot be used as it is; `nightjar hotlist check` names what is wrong";
}

HotlistTerms terms_of(const HotlistSite& hotlist) {
  HotlistTerms terms;
  terms.name = hotlist.name;
  terms.channel = hotlist.channel;
  terms.matching = hotlist.matching;
  terms.handling = handling_of(hotlist.handling);
  terms.priority = hotlist.priority;
  terms.restricted_channel = hotlist.restricted_channel;
  for (const auto& [action, handling] : hotlist.handling_by_action)
    terms.handling_by_action[action] = handling_of(handling);
  terms.threshold = hotlist.threshold;
  terms.quiet = std::chrono::round<std::chrono::seconds>(
      std::chrono::duration<double, std::ratio<60>>(hotlist.quiet_min));
  terms.open_markings = hotlist.open_markings;
  return terms;
}

HotlistFileOptions file_options(const HotlistSite& hotlist) {
  HotlistFileOptions options;
  options.max_bad_lines = static_cast<std::size_t>(hotlist.max_bad_lines);
  const bool apart = hotlist.restricted_channel && *hotlist.restricted_channel != hotlist.channel;
  options.covert = {!hotlist.restricted_channel, apart, hotlist.open_markings};
  return options;
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
