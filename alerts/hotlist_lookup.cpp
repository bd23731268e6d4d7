#include "alerts/hotlist_lookup.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/alert_json.hpp"
#include "alerts/alert_names.hpp"
#include "alerts/hotlist_words.hpp"
#include "alerts/json_fields.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/entry_terms.hpp"
#include "processing/hotlist/hotlist_date.hpp"
#include "processing/hotlist/mark_key.hpp"

namespace nightjar {
namespace {

bool is_pattern(const std::string& mark) {
  return mark.find_first_of("?*") != std::string::npos;
}

std::string shown(const std::string& character) {
  return character.empty() ? "nothing" : character;
}

std::string why_it_matches(const HotlistMatch& match, const std::string& mark) {
  if (match.exact) {
    if (match.entry.mark == mark) return "the mark is listed";
    return "listed as " + match.entry.mark + ": 0 and O, 1 and I are one character on a plate";
  }
  if (is_pattern(match.entry.mark)) return "fits what is listed in part as " + match.entry.mark;
  std::string why = "possible, listed as " + match.entry.mark;
  for (const MarkDifference& one : match.differs)
    why += fmt::format("; character {} read {}, listed {}", one.position + 1, shown(one.read),
                       shown(one.listed));
  return why;
}

LookupItem item_of(const HotlistMatch& match, const std::string& mark) {
  LookupItem item;
  item.entry = entry_words(match);
  item.alerts = true;
  if (!match.exact) item.probability = match.probability;  // of an exact one it is that of any good read
  item.handling = alert_handling(match.handling);
  item.priority = match.priority;
  item.why = why_it_matches(match, mark);
  return item;
}

HotlistMatch out_of_force(const TermedHotlist& list, const HotlistIndex& index, std::uint32_t row) {
  HotlistMatch match;
  match.list = list.terms.name;
  match.entry = index.table().entry(row);
  match.priority = priority_of(match.entry).value_or(list.terms.priority);
  match.handling = handling_of(match.entry, list.terms);
  match.channel = channel_of(match.entry, list.terms);
  match.list_revision = revision_on(match.channel, list);
  return match;
}

/// Entries with the mark whose days are over or not yet come.
void add_out_of_force(const TermedHotlist& list, const std::string& mark, const std::string& channel,
                      CaptureTime now, std::vector<LookupItem>& items) {
  const std::chrono::sys_days day = london_day(now);
  const HotlistIndex& index = *list.index;
  for (auto row = index.first_row(mark); row; row = index.next_row(*row)) {
    if (index.table().is_in_force(*row, day)) continue;
    const HotlistMatch match = out_of_force(list, index, *row);
    if (match.channel != channel) continue;
    LookupItem item = item_of(match, mark);
    item.alerts = false;
    item.probability.reset();
    item.why = index.table().is_weeded(*row, day)
                   ? "would match, but " + item.entry.weed.value_or("") + " was its last day"
                   : "would match, but only from " + item.entry.effective.value_or("") + " on";
    items.push_back(std::move(item));
  }
}

}  // namespace

std::string lookup_fault(const std::string& bare_mark) {
  if (packed_mark(bare_mark)) return {};
  return "mark: found \"" + bare_mark + "\", expected 1 to 12 letters and digits";
}

std::vector<LookupItem> look_up(const HotlistMatcher& lists, const std::string& bare_mark,
                                const std::string& channel, CaptureTime now) {
  const WeighedMatches weighed = lists.weigh(typed_read(bare_mark), now);
  std::vector<LookupItem> items;
  for (const HotlistMatch& match : weighed.alerting)
    if (match.channel == channel) items.push_back(item_of(match, bare_mark));
  for (const HotlistMatch& match : weighed.below) {
    if (match.channel != channel) continue;
    items.push_back(item_of(match, bare_mark));
    items.back().alerts = false;
    items.back().why += "; too unlikely for an alert";
  }
  for (const TermedHotlist& list : lists.lists()) add_out_of_force(list, bare_mark, channel, now, items);
  return items;
}

nlohmann::ordered_json to_json(const LookupItem& item) {
  nlohmann::ordered_json json;
  json["alerts"] = item.alerts;
  json["why"] = item.why;
  put_number(json, "probability", item.probability, 4);
  json["handling"] = name_of(item.handling);
  json["priority"] = item.priority;
  json["entry"] = nlohmann::ordered_json::parse(to_json(item.entry));
  return json;
}

}  // namespace nightjar
