#include "processing/hotlist/entry_terms.hpp"

#include <algorithm>

namespace nightjar {
namespace {

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool equals_any_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return upper(x) == upper(y); });
}

bool says_silent(std::string_view action) {
  constexpr std::string_view kSilent = "SILENT";
  return std::search(action.begin(), action.end(), kSilent.begin(), kSilent.end(),
                     [](char written, char sought) { return upper(written) == sought; }) != action.end();
}

}  // namespace

bool is_covert(std::string_view action, std::string_view marking,
               const std::vector<std::string>& open_markings) {
  if (says_silent(action)) return true;
  return !marking.empty() &&
         std::none_of(open_markings.begin(), open_markings.end(),
                      [&](const std::string& open) { return equals_any_case(marking, open); });
}

std::string channel_of(const HotlistEntry& entry, const HotlistTerms& terms) {
  const bool covert = is_covert(entry.action.value_or(""), entry.marking.value_or(""), terms.open_markings);
  return covert ? terms.restricted_channel.value_or("") : terms.channel;
}

HitHandling handling_of(const HotlistEntry& entry, const HotlistTerms& terms) {
  if (!entry.action) return terms.handling;
  const auto named = terms.handling_by_action.find(upper_case(*entry.action));
  return named == terms.handling_by_action.end() ? terms.handling : named->second;
}

std::string upper_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), upper);
  return result;
}

}  // namespace nightjar
