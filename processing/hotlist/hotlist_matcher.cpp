#include "processing/hotlist/hotlist_matcher.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/entry_terms.hpp"
#include "processing/hotlist/hotlist_date.hpp"
#include "processing/hotlist/mark_difference.hpp"
#include "processing/hotlist/mark_key.hpp"
#include "processing/hotlist/open_part.hpp"
#include "processing/hotlist/possible_search.hpp"

namespace nightjar {
namespace {

using std::chrono::seconds;

/// nullopt where it is not known, or lies after the capture (a recording older than the list).
std::optional<seconds> age_at(CaptureTime when, std::optional<CaptureTime> since) {
  if (!since || *since > when) return std::nullopt;
  return std::chrono::floor<seconds>(when - *since);
}

HotlistMatch match_of(const TermedHotlist& list, std::uint32_t row, CaptureTime when) {
  HotlistMatch match;
  match.list = list.terms.name;
  match.entry = list.index->table().entry(row);
  match.channel = channel_of(match.entry, list.terms);
  match.list_revision = revision_on(match.channel, list);
  match.list_age = age_at(when, since_on(match.channel, list));
  match.handling = handling_of(match.entry, list.terms);
  match.quiet = list.terms.quiet;
  match.priority = priority_of(match.entry).value_or(list.terms.priority);
  if (match.entry.effective)
    match.entry_age = age_at(when, london_midnight(std::chrono::sys_days{*match.entry.effective}));
  return match;
}

/// Entries of the list that somebody may know of who is told of one on this channel.
std::size_t entries_on(const std::string& channel, const TermedHotlist& list) {
  const auto& open = list.index->edition().open;
  return open && channel == list.terms.channel ? open->entries : list.index->size();
}

bool is_possible(const TermedHotlist& list) {
  return list.terms.matching == Matching::possible;
}

}  // namespace

/// An entry in force that the read may be about.
struct HotlistMatcher::Likely {
  const TermedHotlist* list = nullptr;
  HotlistMatch match;
  double likelihood = 0;
  double boost = 1;
};

HotlistMatcher::HotlistMatcher(std::vector<TermedHotlist> lists, HotlistMatcherOptions options)
    : lists_(std::move(lists)), options_(options) {
  for (const TermedHotlist& list : lists_) {
    least_.push_back(options_.prior.counted_from /
                     highest_boost(options_.prior, entries_on(list.terms.channel, list)));
    if (is_possible(list)) least_of_all_ = std::min(least_of_all_, least_.back());
  }
}

WeighedMatches HotlistMatcher::weigh(const PlateText& read, CaptureTime when) const {
  std::vector<Likely> likely = likely_entries(read, when);
  // By channel and mark: what being listed adds to the likelihood of all marks, which is 1 where none is.
  std::map<std::string, std::map<std::string, double>> added;
  for (const Likely& one : likely) {
    double& of_mark = added[one.match.channel][folded_mark(one.match.entry.mark)];
    of_mark = std::max(of_mark, one.likelihood * (one.boost - 1));
  }
  WeighedMatches weighed;
  for (Likely& one : likely) {
    double all = 1;
    for (const auto& [mark, more] : added[one.match.channel]) all += is_partial(mark) ? 0 : more;
    if (is_partial(one.match.entry.mark)) all = 1 + one.likelihood * (one.boost - 1);
    one.match.probability = one.likelihood * one.boost / all;
    const bool alerts = !is_possible(*one.list) || one.match.probability >= one.list->terms.threshold;
    if (!alerts && one.match.probability < options_.prior.counted_from) continue;
    (alerts ? weighed.alerting : weighed.below).push_back(std::move(one.match));
  }
  const auto rank = [](const HotlistMatch& match) {
    return std::tuple(match.priority, !match.exact, match.exact ? 0 : -match.probability);
  };
  const auto before = [&](const HotlistMatch& a, const HotlistMatch& b) { return rank(a) < rank(b); };
  std::stable_sort(weighed.alerting.begin(), weighed.alerting.end(), before);
  std::stable_sort(weighed.below.begin(), weighed.below.end(), before);
  for (auto* const matches : {&weighed.alerting, &weighed.below}) {
    for (HotlistMatch& match : *matches)
      if (!match.exact) match.differs = mark_differences(read.mark, match.entry.mark);
  }
  return weighed;
}

std::vector<HotlistMatcher::Likely> HotlistMatcher::likely_entries(const PlateText& read,
                                                                   CaptureTime when) const {
  std::vector<Likely> likely;
  const auto key = mark_key(read.mark);
  if (!key || lists_.empty()) return likely;
  const PossibleSearch search(read, least_of_all_, options_.belief);
  std::vector<PossibleRow> rows;
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    const TermedHotlist& list = lists_[i];
    rows.clear();
    if (is_possible(list)) {
      search.find(*list.index, least_[i], rows);
    } else if (read.confidence >= options_.prior.sure) {
      search.find_fitting(*list.index, rows);
    }
    for (const PossibleRow& row : rows) add_in_force(list, row.likelihood, row.row, when, *key, likely);
  }
  return likely;
}

void HotlistMatcher::add_in_force(const TermedHotlist& list, double likelihood, std::uint32_t first,
                                  CaptureTime when, std::uint64_t read_key,
                                  std::vector<Likely>& likely) const {
  const HotlistTable& table = list.index->table();
  const std::chrono::sys_days day = london_day(when);
  const std::string mark = unpacked_mark(table.packed_mark(first));
  for (std::optional<std::uint32_t> row = first; row; row = list.index->next_row(*row)) {
    if (!table.is_in_force(*row, day)) continue;
    HotlistMatch match = match_of(list, *row, when);
    const double boost = listed_boost(options_.prior, entries_on(match.channel, list), mark);
    likely.push_back({&list, std::move(match), likelihood, boost});
    likely.back().match.exact = mark_key(mark) == read_key;
  }
}

const std::string& revision_on(std::string_view channel, const TermedHotlist& list) {
  const HotlistEdition& edition = list.index->edition();
  return channel == list.terms.channel ? open_revision(edition) : edition.revision;
}

std::optional<CaptureTime> since_on(std::string_view channel, const TermedHotlist& list) {
  const HotlistEdition& edition = list.index->edition();
  return channel == list.terms.channel && edition.open ? edition.open->since : edition.written_at;
}

PlateText typed_read(std::string_view mark) {
  constexpr double kOrdinary = 0.97;  // median confidence of the doubtful half of drawn passes
  PlateText read;
  read.mark = restored_mark(bare_mark(mark));
  read.confidence = kOrdinary;
  return read;
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
