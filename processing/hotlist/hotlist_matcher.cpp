#include "processing/hotlist/hotlist_matcher.hpp"

#include <algorithm>
#include <charconv>

#include "processing/hotlist/entry_terms.hpp"
#include "processing/hotlist/hotlist_date.hpp"

namespace nightjar {
namespace {

using std::chrono::seconds;

/// nullopt where it is not known, or lies after the capture (a recording older than the list).
std::optional<seconds> age_at(CaptureTime when, std::optional<CaptureTime> since) {
  if (!since || *since > when) return std::nullopt;
  return std::chrono::floor<seconds>(when - *since);
}

HotlistMatch exact_match(const TermedHotlist& list, std::uint32_t row, const PlateText& read,
                         CaptureTime when) {
  HotlistMatch match;
  match.list = list.terms.name;
  match.list_revision = list.index->edition().revision;
  match.list_age = age_at(when, list.index->edition().written_at);
  match.entry = list.index->table().entry(row);
  match.channel = channel_of(match.entry, list.terms);
  match.handling = handling_of(match.entry, list.terms);
  match.priority = priority_of(match.entry).value_or(list.terms.priority);
  if (match.entry.effective)
    match.entry_age = age_at(when, london_midnight(std::chrono::sys_days{*match.entry.effective}));
  match.probability = read.confidence;
  return match;
}

}  // namespace

std::vector<HotlistMatch> HotlistMatcher::match(const PlateText& read, CaptureTime when) const {
  std::vector<HotlistMatch> matches;
  const std::chrono::sys_days day = london_day(when);
  for (const TermedHotlist& list : lists_) {
    for (auto row = list.index->first_row(read.mark); row; row = list.index->next_row(*row)) {
      if (list.index->table().is_in_force(*row, day)) matches.push_back(exact_match(list, *row, read, when));
    }
  }
  std::stable_sort(matches.begin(), matches.end(),
                   [](const HotlistMatch& a, const HotlistMatch& b) { return a.priority < b.priority; });
  return matches;
}

std::optional<int> priority_of(const HotlistEntry& entry) {
  if (!entry.priority) return std::nullopt;
  const char* const end = entry.priority->data() + entry.priority->size();
  int priority = 0;
  const auto [stop, error] = std::from_chars(entry.priority->data(), end, priority);
  if (error != std::errc{} || stop != end || priority < 0 || priority > 100) return std::nullopt;
  return priority;
}

}  // namespace nightjar
