#include <fmt/format.h>

#include "config/feed_address.hpp"
#include "config/site_tables.hpp"

namespace nightjar {

void read_sorties(TableReader& reader, FeedSite& feed) {
  const auto expected = reader.choice<FeedExpected>(
      "expected", {{"always", FeedExpected::always}, {"sortie", FeedExpected::sortie}});
  const bool misspelt = reader.has("expected") && !expected.has_value();
  feed.expected = expected.value_or(feed.expected);
  feed.sortie.profile = reader
                            .choice<SortieProfile>("sortie_profile", {{"watch", SortieProfile::watch},
                                                                      {"search", SortieProfile::search}})
                            .value_or(feed.sortie.profile);
  if (const auto ends = reader.whole_number("sortie_ends_after_s", {5, 86400, "seconds"}))
    feed.sortie.ends_after = std::chrono::seconds(*ends);
  for (const char* key : {"sortie_profile", "sortie_ends_after_s"}) {
    if (feed.expected == FeedExpected::always && !misspelt && reader.has(key))
      reader.refuse(key,
                    R"(found on a feed that is always expected, expected only where expected is "sortie")");
  }
}

OwnSite read_own(TableReader& root, const std::filesystem::path& folder) {
  constexpr std::string_view kPositions = "a file, udp://HOST:PORT or tcp://HOST:PORT";
  OwnSite own;
  auto reader = root.table("own", "a table [own]");
  if (!reader) return own;
  const auto written = reader->text("positions", Need::required, kPositions);
  if (written && !has_scheme(*written)) {
    const std::filesystem::path file = path_from(folder, *written);
    is_usable_file(*reader, "positions", *written, file);
    own.positions = file.string();
  } else if (written) {
    const auto address = parse_address(*written);
    if (!address || (address->scheme != "udp" && address->scheme != "tcp") || address->host.empty() ||
        !address->port)
      reader->refuse("positions", fmt::format("found {}, expected {}", shown(*written), kPositions));
    own.positions = *written;
  }
  if (const auto stale = reader->whole_number("stale_after_s", {1, 3600, "seconds"}))
    own.stale_after = std::chrono::seconds(*stale);
  reader->refuse_unknown();
  return own;
}

}  // namespace nightjar
