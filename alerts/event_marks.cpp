#include "alerts/event_marks.hpp"

#include <algorithm>
#include <string_view>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

bool is_capital(char letter) {
  return letter >= 'A' && letter <= 'Z';
}

/// Words of capitals and digits, some of each.
void note_words_like_marks(std::string_view text, std::vector<std::string>& marks) {
  std::size_t from = 0;
  while (from < text.size()) {
    std::size_t to = from;
    while (to < text.size() && (is_digit(text[to]) || is_capital(text[to]))) ++to;
    const std::string_view word = text.substr(from, to - from);
    if (std::any_of(word.begin(), word.end(), is_digit) && std::any_of(word.begin(), word.end(), is_capital))
      marks.push_back(folded_mark(word));
    from = to + 1;
  }
}

}  // namespace

std::vector<std::string> marks_of(const AlertEvent& event) {
  std::vector<std::string> marks;
  if (event.vehicle) {
    marks.push_back(folded_mark(event.vehicle->mark));
    for (const AlertEntry& entry : event.vehicle->entries) marks.push_back(folded_mark(entry.mark));
  }
  if (event.health && event.kind == AlertKind::list_health)
    note_words_like_marks(event.health->detail, marks);
  std::sort(marks.begin(), marks.end());
  marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
  std::erase(marks, "");
  return marks;
}

}  // namespace nightjar
