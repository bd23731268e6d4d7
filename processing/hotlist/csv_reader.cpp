#include "processing/hotlist/csv_reader.hpp"

#include <algorithm>

namespace nightjar {
namespace {

constexpr auto kNone = std::string_view::npos;

std::string_view without_return(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool is_blank(std::string_view line, char separator) {
  return std::all_of(line.begin(), line.end(),
                     [&](char c) { return c == ' ' || c == '\r' || (c == '\t' && separator != '\t'); });
}

}  // namespace

std::string_view words_of(CsvFault fault) {
  switch (fault) {
    case CsvFault::stray_quote:
      return "a quote inside a field that is not quoted, expected \"\" within quotes";
    case CsvFault::text_after:
      return "text after a closing quote, expected a separator";
    case CsvFault::unclosed_quote:
      return "an unclosed quote, expected a closing one before the separator or the end of the line";
    case CsvFault::too_long:
      return "more than 1 MiB without a line end, expected lines";
    case CsvFault::none:
      break;
  }
  return {};
}

bool CsvReader::next(CsvRecord& record) {
  record.fields.clear();
  record.unescaped.clear();
  record.fault = CsvFault::none;
  while (!broken_ && at_ < text_.size()) {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    const std::string_view line = text_.substr(at_, end - at_);
    if (is_blank(line, separator_)) {
      at_ = end + 1;
      ++line_;
      continue;
    }
    record.line = line_;
    if (line.size() > kLongestCsvRecord) {
      record.fault = CsvFault::too_long;
      record.last_line = line_;
      record.whole = {};
      broken_ = true;
    } else if (line.find('"') == kNone) {
      read_unquoted_line(record);
    } else {
      read_quoted(record);
    }
    return true;
  }
  return false;
}

void CsvReader::read_unquoted_line(CsvRecord& record) {
  const std::size_t end = std::min(text_.find('\n', at_), text_.size());
  std::string_view left = without_return(text_.substr(at_, end - at_));
  for (;;) {
    const std::size_t cut = left.find(separator_);
    record.fields.push_back(left.substr(0, cut));
    if (cut == kNone) break;
    left.remove_prefix(cut + 1);
  }
  end_record(record, at_, end);
}

void CsvReader::read_quoted(CsvRecord& record) {
  const std::size_t begin = at_;
  for (bool more = true; more;) {
    std::size_t quote = at_;
    while (quote < text_.size() && (text_[quote] == ' ' || (text_[quote] == '\t' && separator_ != '\t')))
      ++quote;
    if (quote < text_.size() && text_[quote] == '"') {
      at_ = quote;
      more = read_quoted_field(record);
    } else {
      const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
      const std::size_t cut = std::min(text_.find(separator_, at_), line_end);
      const std::string_view field = text_.substr(at_, cut - at_);
      if (field.find('"') != kNone) record.fault = CsvFault::stray_quote;
      record.fields.push_back(cut == line_end ? without_return(field) : field);
      at_ = cut;
      more = cut != line_end && record.fault == CsvFault::none;
    }
    if (more) ++at_;
  }
  end_record(record, begin, std::min(text_.find('\n', at_), text_.size()));
  if (record.fault == CsvFault::unclosed_quote) broken_ = true;
}

/// From an opening quote to the separator or line end behind the closing one. True where a field follows.
bool CsvReader::read_quoted_field(CsvRecord& record) {
  const std::size_t begin = at_ + 1;
  const std::size_t limit = std::min(text_.size(), begin + kLongestCsvRecord);
  std::size_t close = begin;
  bool doubled = false;
  for (;; close += 2) {
    close = text_.find('"', close);
    if (close == kNone || close >= limit) {
      record.fault = CsvFault::unclosed_quote;
      return false;
    }
    if (close + 1 >= text_.size() || text_[close + 1] != '"') break;
    doubled = true;
  }
  const std::string_view raw = text_.substr(begin, close - begin);
  at_ = close + 1;
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\r' || (text_[at_] == '\t' && separator_ != '\t'))) {
    ++at_;
  }
  const bool at_end = at_ >= text_.size() || text_[at_] == '\n';
  if (!at_end && text_[at_] != separator_) {
    record.fault = raw.find('\n') == kNone ? CsvFault::text_after : CsvFault::unclosed_quote;
    return false;
  }
  if (!doubled) {
    record.fields.push_back(raw);
    return !at_end;
  }
  std::string& text = record.unescaped.emplace_back();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    text.push_back(raw[i]);
    if (raw[i] == '"') ++i;
  }
  record.fields.push_back(text);
  return !at_end;
}

void CsvReader::end_record(CsvRecord& record, std::size_t begin, std::size_t end) {
  record.whole = without_return(text_.substr(begin, end - begin));
  const auto lines = static_cast<std::uint32_t>(std::count(record.whole.begin(), record.whole.end(), '\n'));
  record.last_line = record.line + lines;
  line_ = record.last_line + 1;
  at_ = end + 1;
}

}  // namespace nightjar
