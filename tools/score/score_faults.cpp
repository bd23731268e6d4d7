#include "tools/score/score_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace nightjar {
namespace {

constexpr std::size_t kShownOfAKind = 3;

std::array<std::string, 3> kind_of(const ScoreFault& fault) {
  std::string key = fault.key;  // "path[3].lat" is a matter of "path[4].lat"
  key.erase(std::remove_if(key.begin(), key.end(), [](unsigned char c) { return std::isdigit(c) != 0; }),
            key.end());
  return {fault.place.file, key, fault.expected};
}

std::string words_of(const ScoreFault& fault) {
  const std::string where = fault.place.line > 0
                                ? fmt::format("{}:{}: {}", fault.place.file, fault.place.line, fault.key)
                                : fault.place.file;
  return fmt::format("{}: found {}, expected {}", where, fault.found, fault.expected);
}

std::string rest_of(const std::vector<const ScoreFault*>& kind) {
  const auto first = kind.begin() + kShownOfAKind;
  const auto [least, most] = std::minmax_element(
      first, kind.end(), [](const auto* a, const auto* b) { return a->place.line < b->place.line; });
  const std::size_t from = (*least)->place.line;
  const std::size_t to = (*most)->place.line;
  return fmt::format("{}: {}: … and {} more like it, {}", kind.front()->place.file, kind.front()->key,
                     kind.end() - first,
                     from == to ? fmt::format("line {}", from) : fmt::format("lines {} to {}", from, to));
}

}  // namespace

void ScoreFaults::add(const FilePlace& place, std::string_view key, std::string_view found,
                      std::string_view expected) {
  faults_.push_back({place, std::string(key), std::string(found), std::string(expected)});
}

void ScoreFaults::add(std::string_view file, std::string_view found, std::string_view expected) {
  add(FilePlace{std::string(file), 0}, "", found, expected);
}

std::vector<std::string> ScoreFaults::lines() const {
  std::vector<std::vector<const ScoreFault*>> kinds;
  std::map<std::array<std::string, 3>, std::size_t> index;
  for (const ScoreFault& fault : faults_) {
    const auto [known, is_new] = index.emplace(kind_of(fault), kinds.size());
    if (is_new) kinds.emplace_back();
    kinds[known->second].push_back(&fault);
  }
  std::vector<std::string> lines;
  for (const auto& kind : kinds) {
    const std::size_t shown = kind.size() > kShownOfAKind + 1 ? kShownOfAKind : kind.size();
    for (std::size_t i = 0; i < shown; ++i) lines.push_back(words_of(*kind[i]));
    if (shown < kind.size()) lines.push_back(rest_of(kind));
  }
  return lines;
}

}  // namespace nightjar
