#include "tools/nightjar/folded_text.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace nightjar {
namespace {

constexpr std::size_t kFewestColumns = 20;
constexpr std::size_t kFurtherIn = 4;

std::size_t columns_of(std::string_view word) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\x1b') {
      i = std::min(word.find('m', i), word.size());
    } else if ((static_cast<unsigned char>(word[i]) & 0xC0U) != 0x80U) {
      ++columns;  // the later bytes of a character of several take no room
    }
  }
  return columns;
}

std::string folded_line(std::string_view line, std::size_t columns) {
  std::string shown;
  std::size_t used = 0;
  const std::size_t indent = std::min(line.find_first_not_of(' '), columns / 2) + kFurtherIn;
  for (bool first = true; !line.empty(); first = false) {
    const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    const std::string_view word = line.substr(begin, end - begin);
    const std::size_t wide = columns_of(word);
    if (first || used + begin + wide <= columns) {
      shown.append(begin, ' ');
      used += begin;
    } else if (!word.empty()) {
      shown.append("\n").append(indent, ' ');
      used = indent;
    }
    shown += word;
    used += wide;
    line.remove_prefix(end);
  }
  return shown;
}

}  // namespace

std::string folded(std::string_view text, std::size_t columns) {
  if (columns < kFewestColumns) return std::string(text);
  std::string shown;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    shown += folded_line(text.substr(0, end), columns);
    if (end == std::string_view::npos) break;
    shown += '\n';
    text.remove_prefix(end + 1);
  }
  return shown;
}

std::size_t terminal_columns() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace nightjar
