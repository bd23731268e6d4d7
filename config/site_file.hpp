#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/site.hpp"

namespace nightjar {

/// What became of a site file: a site, or everything that is wrong with it.
struct SiteLoad {
  std::optional<Site> site;           ///< only where there are no errors
  std::vector<std::string> errors;    ///< `FILE:LINE: key: what was found, what was expected`, by line
  std::vector<HotlistSite> hotlists;  ///< those with a file, also where there are errors: so that what is
                                      ///< wrong with the lists can be told at the same time
};

/// Recordings in place of what the site file names as a feed's uri, by the feed's name; absolute paths. A
/// feed's telemetry is then what lies beside its recording.
using SiteStandIns = std::map<std::string, std::filesystem::path>;

/// Reads a site file and checks whatever can be known without opening a feed or a list.
[[nodiscard]] SiteLoad load_site(const std::filesystem::path& file, const SiteStandIns& stand_ins = {});

/// The same, of bytes at hand; `file` says where they came from and what their paths are relative to.
[[nodiscard]] SiteLoad parse_site(std::string_view bytes, const std::filesystem::path& file,
                                  const SiteStandIns& stand_ins = {});

/// Every key a site file may have, as "feed.place.lat".
[[nodiscard]] std::set<std::string> known_site_keys();

}  // namespace nightjar
