#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/site.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// A site in words: every channel, list and feed, without the user and password of any address.
/// `now` says which entries are in force.
[[nodiscard]] std::string site_report(const Site& site, const std::vector<TermedHotlist>& lists,
                                      CaptureTime now);

/// Why the journal could not be written: `site.journal: what was found, what was expected`. Nothing is made.
[[nodiscard]] std::optional<std::string> journal_trouble(const Site& site);

}  // namespace nightjar
