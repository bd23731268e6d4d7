#include "processing/hotlist/hotlist_preamble.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>

#include "processing/hotlist/entry_terms.hpp"
#include "processing/hotlist/hotlist_layout.hpp"
#include "processing/hotlist/readable_text.hpp"

namespace nightjar {
namespace {

/// Without what a spreadsheet puts around the only field of a line: quotes, and separators behind it.
std::string_view unwrapped(std::string_view line) {
  const auto is_wrapping = [](char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == ',' || c == ';' || c == '"';
  };
  while (!line.empty() && is_wrapping(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_wrapping(line.back())) line.remove_suffix(1);
  return line;
}

class PreambleReader {
 public:
  explicit PreambleReader(HotlistFindings& findings) : findings_(findings) {}

  void read(std::string_view line) {
    const std::uint32_t number = preamble.lines + 1;
    const std::string_view note = trimmed(line.substr(1));
    const std::size_t colon = note.find(':');
    const std::string word = upper_case(trimmed(note.substr(0, colon)));
    if (colon != std::string_view::npos && (word == "REVISION" || word == "BASE")) {
      take(word == "BASE" ? "base" : "revision", word == "BASE" ? preamble.base : preamble.revision,
           trimmed(note.substr(colon + 1)), number);
    } else {
      findings_.warn(HotlistWarning::column, number,
                     fmt::format("note: found \"{}\", which means nothing here; \"# revision: N\" and "
                                 "\"# base: N\" do",
                                 readable(note)));
    }
  }

  void finish() {
    if (!preamble.base) return;
    if (!preamble.revision) {
      findings_.refuse(1, "revision: missing, expected \"# revision: N\" beside \"# base: N\"");
    } else if (*preamble.base >= *preamble.revision) {
      findings_.refuse(1, fmt::format("base: found {}, expected a revision before this one, {}",
                                      *preamble.base, *preamble.revision));
    }
  }

  HotlistPreamble preamble;

 private:
  void take(std::string_view key, std::optional<std::uint64_t>& value, std::string_view written,
            std::uint32_t line) {
    if (value) findings_.refuse(line, fmt::format("{}: found a second time, expected it once", key));
    std::uint64_t number = 0;
    const char* const end = written.data() + written.size();
    const auto [stop, error] = std::from_chars(written.data(), end, number);
    if (error != std::errc{} || stop != end) {
      findings_.refuse(line,
                       fmt::format("{}: found \"{}\", expected a whole number", key, readable(written)));
    }
    value = number;
  }

  HotlistFindings& findings_;
};

}  // namespace

std::optional<HotlistPreamble> hotlist_preamble(std::string_view text, HotlistFindings& findings) {
  PreambleReader reader(findings);
  HotlistPreamble& preamble = reader.preamble;
  while (preamble.bytes < text.size()) {
    const std::size_t end = text.find('\n', preamble.bytes);
    const std::string_view line = unwrapped(text.substr(preamble.bytes, end - preamble.bytes));
    if (!line.empty() && line.front() != '#') break;
    if (!line.empty()) reader.read(line);
    ++preamble.lines;
    preamble.bytes = end == std::string_view::npos ? text.size() : end + 1;
  }
  reader.finish();
  if (findings.is_refused()) return std::nullopt;
  return preamble;
}

}  // namespace nightjar
