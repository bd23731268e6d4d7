#include "tools/score/score_faults.hpp"

#include <fmt/format.h>

namespace nightjar {

void ScoreFaults::add(const FilePlace& place, std::string_view key, std::string_view found,
                      std::string_view expected) {
  lines_.push_back(
      fmt::format("{}:{}: {}: found {}, expected {}", place.file, place.line, key, found, expected));
}

void ScoreFaults::add(std::string_view file, std::string_view found, std::string_view expected) {
  lines_.push_back(fmt::format("{}: found {}, expected {}", file, found, expected));
}

}  // namespace nightjar
