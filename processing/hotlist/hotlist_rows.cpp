#include "processing/hotlist/hotlist_rows.hpp"

#include <fmt/format.h>

#include <charconv>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/entry_terms.hpp"
#include "processing/hotlist/mark_key.hpp"
#include "processing/hotlist/readable_text.hpp"

namespace nightjar {
namespace {

// All texts of an entry travel in one alert, whose message must stay under 64 KiB.
constexpr std::size_t kLongestEntry = 16384;

std::vector<std::size_t> text_places(const HotlistLayout& layout) {
  std::vector<std::size_t> places;
  for (const HotlistColumn& column : layout.columns) {
    if (column.kind == HotlistColumnKind::text) places.push_back(column.text);
  }
  return places;
}

std::optional<std::size_t> place_among_texts(const HotlistLayout& layout, std::string_view name) {
  const std::vector<std::size_t> places = text_places(layout);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (kHotlistTextColumns.at(places[i]).name == name) return i;
  }
  return std::nullopt;
}

/// 0 to 100 of a number, or of the words that lists use; nullopt for anything else.
std::optional<int> urgency(std::string_view text) {
  int number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && stop == text.data() + text.size()) return number;
  return std::nullopt;
}

bool equals_any_case(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

}  // namespace

HotlistRows::HotlistRows(const HotlistLayout& layout, HotlistFindings& findings, const CovertEntries& covert)
    : layout_(layout),
      findings_(findings),
      covert_(covert),
      table_(text_places(layout)),
      owner_(place_among_texts(layout, "owner")),
      reason_(place_among_texts(layout, "reason")),
      risk_(place_among_texts(layout, "risk")),
      priority_(place_among_texts(layout, "priority")),
      action_(place_among_texts(layout, "action")),
      marking_(place_among_texts(layout, "marking")) {
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    if (layout.columns[i].kind != HotlistColumnKind::text) continue;
    const std::string_view name = kHotlistTextColumns.at(layout.columns[i].text).name;
    if (name == "action") action_column_ = i;
    if (name == "marking") marking_column_ = i;
  }
}

bool HotlistRows::add(const CsvRecord& record) {
  apart_ = is_apart(record);
  findings_.set_covert(apart_);
  const bool goes_on = add_row(record);
  findings_.set_covert(false);
  if (apart_) findings_.pass_covert(record.line, record.last_line - record.line + 1);
  return goes_on;
}

bool HotlistRows::is_apart(const CsvRecord& record) const {
  if (!covert_.apart) return false;
  // In which column it says so nobody can tell where there are more or fewer than there should be.
  if (record.fault != CsvFault::none || record.fields.size() != layout_.columns.size())
    return is_covert(record.whole, "", covert_.open_markings);
  const auto field = [&](const std::optional<std::size_t>& column) {
    return column ? trimmed(record.fields[*column]) : std::string_view{};
  };
  return is_covert(field(action_column_), field(marking_column_), covert_.open_markings);
}

bool HotlistRows::add_row(const CsvRecord& record) {
  const std::size_t bad_before = findings_.bad_lines();
  if (!is_well_formed(record)) return !broken_;
  row_ = HotlistTable::Row{0, {}, {}, record.line, std::move(row_.texts)};
  row_.texts.clear();
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    read_field(record, layout_.columns[i], trimmed(record.fields[i]));
  }
  if (broken_) return false;
  if (findings_.bad_lines() != bad_before) return true;
  const bool delta = layout_.has(HotlistColumnKind::change);
  if (!delta || change_ != HotlistChange::remove) {
    warn(record);
    refuse_covert(record);
  }
  table_.append(row_);
  if (delta) changes_.push_back(change_);
  return true;
}

void HotlistRows::finish() {
  if (covert_found_ <= kShownWarnings) return;
  findings_.refuse(1, fmt::format("file: {} entries in all are for a restricted channel", covert_found_));
}

std::string_view HotlistRows::text(const std::optional<std::size_t>& place) const {
  return place ? row_.texts[*place] : std::string_view{};
}

void HotlistRows::refuse_covert(const CsvRecord& record) {
  if (!covert_.refused || !is_covert(text(action_), text(marking_), covert_.open_markings)) return;
  if (++covert_found_ > kShownWarnings) return;
  const bool by_action = is_covert(text(action_), "", covert_.open_markings);
  findings_.refuse(
      record.line,
      fmt::format("{}: found \"{}\", expected a restricted channel in the site for such an entry",
                  by_action ? "action" : "marking", readable(by_action ? text(action_) : text(marking_))));
}

void HotlistRows::read_change(const CsvRecord& record, std::string_view field) {
  const std::string word = upper_case(field);
  if (word == "ADD") {
    change_ = HotlistChange::add;
  } else if (word == "AMEND") {
    change_ = HotlistChange::amend;
  } else if (word == "REMOVE") {
    change_ = HotlistChange::remove;
  } else {
    findings_.bad_line(record.line,
                       fmt::format("change: found \"{}\", expected add, amend or remove", readable(field)));
  }
}

bool HotlistRows::is_well_formed(const CsvRecord& record) {
  if (record.fault == CsvFault::unclosed_quote || record.fault == CsvFault::too_long) {
    findings_.refuse(record.line, fmt::format("text: found {}", words_of(record.fault)));
    broken_ = true;
    return false;
  }
  std::string fault;
  if (record.fault != CsvFault::none) {
    fault = fmt::format("text: found {}", words_of(record.fault));
  } else if (record.fields.size() != layout_.columns.size()) {
    fault = fmt::format("columns: found {}, expected {}", record.fields.size(), layout_.columns.size());
  } else if (record.whole.size() > kLongestEntry) {
    fault = fmt::format("text: found {} bytes, expected at most {}", record.whole.size(), kLongestEntry);
  } else if (const auto trouble = unreadable(record.whole)) {
    fault = fmt::format("text: found {}, expected UTF-8 without control characters", *trouble);
  }
  if (fault.empty()) return true;
  if (record.last_line != record.line) {
    // A quote that was left open has swallowed lines: nobody can tell how many entries they held.
    const std::string end = covert_.apart
                                ? "lines behind it"
                                : fmt::format("line {}", record.last_line);  // of those, some are covert
    findings_.refuse(record.line, fmt::format("{}, in a quoted field that runs on to {}", fault, end));
    broken_ = true;
  } else {
    findings_.bad_line(record.line, fault);
  }
  return false;
}

void HotlistRows::read_field(const CsvRecord& record, const HotlistColumn& column, std::string_view field) {
  switch (column.kind) {
    case HotlistColumnKind::mark:
      read_mark(record, field);
      break;
    case HotlistColumnKind::effective:
      row_.effective = read_date(record, "effective", field);
      break;
    case HotlistColumnKind::weed:
      row_.weed = read_date(record, "weed", field);
      break;
    case HotlistColumnKind::change:
      read_change(record, field);
      break;
    case HotlistColumnKind::text:
      row_.texts.push_back(field);
      break;
    case HotlistColumnKind::unknown:
      break;
  }
}

void HotlistRows::read_mark(const CsvRecord& record, std::string_view field) {
  const std::string bare = bare_mark(field);
  if (const auto packed = packed_listed_mark(bare)) {
    row_.packed_mark = *packed;
    return;
  }
  const std::string expected = fmt::format("expected 1 to {} letters and digits", kLongestMark);
  if (bare.empty()) {
    findings_.bad_line(record.line, fmt::format("mark: found nothing, {}", expected));
  } else if (bare.find_first_of("?*") != std::string::npos) {
    findings_.bad_line(
        record.line,
        fmt::format("mark: found the partial mark \"{}\", expected 1 to {} characters of which at "
                    "least {} are letters and digits",
                    readable(field), kLongestMark, kFewestKnown));
  } else if (bare.size() > kLongestMark && bare.find_first_not_of(kMarkSymbols) == std::string::npos) {
    findings_.bad_line(record.line, fmt::format("mark: found {} characters, \"{}\", {}", bare.size(),
                                                readable(field), expected));
  } else {
    findings_.bad_line(record.line, fmt::format("mark: found \"{}\", {}", readable(field), expected));
  }
}

std::optional<std::chrono::sys_days> HotlistRows::read_date(const CsvRecord& record, std::string_view key,
                                                            std::string_view field) {
  if (field.empty()) return std::nullopt;
  const auto date = parse_hotlist_date(field);
  if (!date) {
    findings_.bad_line(
        record.line,
        fmt::format("{}: found \"{}\", expected a date as YYYY-MM-DD or DD/MM/YYYY", key, readable(field)));
    return std::nullopt;
  }
  take_style(record, key, field, date->style);
  return std::chrono::sys_days{date->day};
}

/// One style in all of the file. What a covert entry has to do with it, the others are not to notice: it
/// sets no style for them.
void HotlistRows::take_style(const CsvRecord& record, std::string_view key, std::string_view field,
                             DateStyle style) {
  Dates& own = apart_ ? covert_dates_ : dates_;
  if (!own.style) own = {style, record.line};
  const auto contradict = [&](const Dates& known) {
    if (!known.style || *known.style == style) return false;
    const std::string which = covert_.apart ? "the lines before it" : fmt::format("line {}", known.line);
    findings_.refuse(
        record.line,
        fmt::format("{}: found \"{}\", expected the style of {}, {}, in all of the file", key,
                    readable(field), which, *known.style == DateStyle::iso ? "YYYY-MM-DD" : "DD/MM/YYYY"));
    return true;
  };
  if (contradict(own)) {
    broken_ = !apart_;
  } else if (covert_.apart) {
    findings_.set_covert(true);
    (void)contradict(apart_ ? dates_ : covert_dates_);
    findings_.set_covert(apart_);
  }
}

void HotlistRows::warn(const CsvRecord& record) {
  const auto add = [&](HotlistWarning kind, std::string words) {
    findings_.warn(kind, record.line, std::move(words));
  };
  if (owner_ && text(owner_).empty())
    add(HotlistWarning::owner, "owner: missing, nobody answers for this entry");
  if (reason_ && text(reason_).empty())
    add(HotlistWarning::reason, "reason: missing, nobody can tell why to act");
  if (row_.effective && row_.weed && *row_.weed < *row_.effective) {
    add(HotlistWarning::dates, "weed: before the effective date, the entry is never in force");
  }
  const std::string_view priority = text(priority_);
  if (priority.empty()) return;
  const auto number = urgency(priority);
  if (!number || *number < 0 || *number > 100) {
    add(HotlistWarning::priority,
        fmt::format("priority: found \"{}\", expected a number from 0 (highest) to 100; "
                    "the list's own counts",
                    readable(priority)));
    return;
  }
  const bool high_risk = equals_any_case(text(risk_), "high") || equals_any_case(text(risk_), "very high");
  const bool low_risk = equals_any_case(text(risk_), "low");
  if ((high_risk && *number > 66) || (low_risk && *number < 34)) {
    add(HotlistWarning::risk, fmt::format("risk: \"{}\" beside a priority of {}, one of them may be wrong",
                                          readable(text(risk_)), *number));
  }
}

}  // namespace nightjar
