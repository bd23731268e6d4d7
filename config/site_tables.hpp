#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/site.hpp"
#include "config/site_file.hpp"
#include "config/table_reader.hpp"

namespace nightjar {

// Each reads its tables of the site file, leaves out what it could not understand, and says so.

/// Whether the files are there is for those to say who read them.
[[nodiscard]] std::optional<KeysSite> read_keys(TableReader& root, const std::filesystem::path& folder);

[[nodiscard]] std::vector<ChannelSite> read_channels(TableReader& root, const std::filesystem::path& folder,
                                                     const std::optional<KeysSite>& keys);

[[nodiscard]] std::vector<HotlistSite> read_hotlists(TableReader& root, const std::filesystem::path& folder,
                                                     const std::vector<ChannelSite>& channels);

[[nodiscard]] std::vector<FeedSite> read_feeds(TableReader& root, const std::filesystem::path& folder,
                                               const std::vector<ChannelSite>& channels,
                                               const SiteStandIns& stand_ins);

/// When pictures of a thermal feed are expected.
void read_sorties(TableReader& reader, FeedSite& feed);

[[nodiscard]] OwnSite read_own(TableReader& root, const std::filesystem::path& folder);

/// Of a site whose channels, areas, feeds and thermal defaults are read.
[[nodiscard]] std::vector<RuleSite> read_rules(TableReader& root, const Site& site);

/// How long people's words hold: [room].
[[nodiscard]] DeedTerms read_room(TableReader& root);

/// The tables [[escalation]]; what is usual where there is none.
[[nodiscard]] std::vector<EscalationStep> read_escalation(TableReader& root);

/// The name of a channel, list, rule or feed: anything that can stand in a file name and in NAME=PATH.
/// Empty, and a fault, where it is missing, ill-formed or already among `taken`.
[[nodiscard]] std::string read_name(TableReader& reader, const std::vector<std::string>& taken);

/// Where a path of the site file points; paths are relative to the folder of the site file.
[[nodiscard]] std::filesystem::path path_from(const std::filesystem::path& folder,
                                              const std::string& written);

/// False, and a fault, where there is no such regular file that can be read, or nothing in it.
bool is_usable_file(TableReader& reader, std::string_view key, const std::string& written,
                    const std::filesystem::path& file);

/// A channel that a list or feed names. A fault, and empty, where it is not there.
[[nodiscard]] std::string read_channel_name(TableReader& reader, Need need,
                                            const std::vector<ChannelSite>& channels);

/// What becomes of an alert, if the key says so.
[[nodiscard]] std::optional<AlertHandling> read_handling(TableReader& reader, std::string_view key);

}  // namespace nightjar
