#include "tools/nightjar/open_counts.hpp"

#include <fmt/format.h>

namespace nightjar {

std::string open_counts(const Site& site, const AlertCounts& counts) {
  std::string words;
  for (const ChannelSite& channel : site.channels) {
    if (channel.restricted) continue;
    const auto found = counts.delivery.delivered_on.find(channel.name);
    const std::uint64_t delivered = found == counts.delivery.delivered_on.end() ? 0 : found->second;
    words += fmt::format("{}{} {} delivered", words.empty() ? "" : ", ", channel.name, delivered);
  }
  if (counts.journal != JournalState::ok)
    words += fmt::format("; the journal is {}", name_of(counts.journal));
  return words;
}

}  // namespace nightjar
