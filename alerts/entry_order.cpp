#include "alerts/entry_order.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace nightjar {
namespace {

/// Upper case, words with one blank around each; apostrophes are left out, so that DON'T is one word.
std::string words_of(std::string_view text) {
  std::string words = " ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto letter = static_cast<unsigned char>(text[i]);
    const bool curly = text.substr(i, 3) == "’";
    if (letter == '\'' || curly) {
      if (curly) i += 2;
      continue;
    }
    if (std::isalnum(letter) != 0) {
      words += static_cast<char>(std::toupper(letter));
    } else if (words.back() != ' ') {
      words += ' ';
    }
  }
  return words + " ";
}

bool forbids_stopping(const AlertEntry& entry) {
  return says_do_not_stop(entry.action.value_or("")) || says_do_not_stop(entry.markers.value_or(""));
}

}  // namespace

bool says_do_not_stop(std::string_view text) {
  constexpr std::array<std::string_view, 5> kForms{" DO NOT STOP ", " DONT STOP ", " NO STOP ",
                                                   " NOT TO BE STOPPED ", " DONOTSTOP "};
  const std::string words = words_of(text);
  return std::any_of(kForms.begin(), kForms.end(),
                     [&](std::string_view form) { return words.find(form) != std::string::npos; });
}

std::optional<std::string> order_of(const std::vector<AlertEntry>& entries) {
  if (std::any_of(entries.begin(), entries.end(), forbids_stopping)) return "DO NOT STOP";
  const auto with_action = std::find_if(entries.begin(), entries.end(), [](const AlertEntry& entry) {
    return entry.action && !entry.action->empty();
  });
  if (with_action == entries.end()) return std::nullopt;
  return with_action->action;
}

}  // namespace nightjar
