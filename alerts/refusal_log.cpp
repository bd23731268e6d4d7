#include "alerts/refusal_log.hpp"

#include <utility>

namespace nightjar {

void RefusalLog::refused(const std::string& kind, const std::string& who) {
  const auto [place, is_first] = more_.emplace(kind, 0);
  if (is_first) {
    tell_(kind + (who.empty() ? "" : ": " + who));
  } else {
    ++place->second;
  }
}

void RefusalLog::tell_counts() {
  std::map<std::string, std::uint64_t> still;
  for (const auto& [kind, more] : more_) {
    if (more == 0) continue;
    tell_(kind + ": " + std::to_string(more) + " more");
    still.emplace(kind, 0);
  }
  more_ = std::move(still);
}

}  // namespace nightjar
