#include <fmt/format.h>

#include <algorithm>

#include "config/site_tables.hpp"
#include "processing/hotlist/entry_terms.hpp"

namespace nightjar {
namespace {

std::map<std::string, AlertHandling> read_handling_by_action(TableReader& list) {
  std::map<std::string, AlertHandling> handling;
  auto reader = list.table("handling_by_action", "a table such as { STOP = \"alarm\" }");
  if (!reader) return handling;
  for (const std::string& action : reader->keys()) {
    const auto chosen = read_handling(*reader, action);
    if (chosen && !handling.emplace(upper_case(action), *chosen).second)
      reader->refuse(action, "found a second time in other letters, expected each action once");
  }
  return handling;
}

constexpr std::string_view kNowhere = "none";  // where no channel is called so

/// Where covert entries go: the list's own channel where that is restricted, else the one that it names, else
/// the first of the site. Nowhere, where it says so: a list with one is refused.
void read_restricted_channel(TableReader& reader, const std::vector<ChannelSite>& channels,
                             HotlistSite& hotlist) {
  const auto named = [&](const std::string& name) {
    return std::find_if(channels.begin(), channels.end(),
                        [&](const ChannelSite& c) { return c.name == name; });
  };
  if (const auto own = named(hotlist.channel); own != channels.end()) {
    hotlist.open_markings = own->open_markings;
    if (own->restricted) hotlist.restricted_channel = own->name;
  }
  const auto chosen =
      reader.text("restricted_channel", Need::optional, "the name of a restricted [[channel]]");
  if (chosen) {
    const auto channel = named(*chosen);
    if (channel == channels.end() && *chosen == kNowhere && !hotlist.restricted_channel) return;
    if (channel == channels.end() || !channel->restricted) {
      reader.refuse("restricted_channel",
                    fmt::format("found {}, expected the name of a restricted [[channel]], or \"{}\" of a "
                                "list that is on none",
                                shown(*chosen), kNowhere));
      return;
    }
    hotlist.restricted_channel = *chosen;
  } else if (!hotlist.restricted_channel) {
    const auto first = std::find_if(channels.begin(), channels.end(),
                                    [](const ChannelSite& channel) { return channel.restricted; });
    if (first != channels.end()) hotlist.restricted_channel = first->name;
  }
}

}  // namespace

std::vector<HotlistSite> read_hotlists(TableReader& root, const std::filesystem::path& folder,
                                       const std::vector<ChannelSite>& channels) {
  std::vector<HotlistSite> hotlists;
  std::vector<std::string> names;
  for (TableReader& reader : root.tables("hotlist")) {
    HotlistSite hotlist;
    hotlist.name = read_name(reader, names);
    if (const auto file = reader.text("file", Need::required, "a CSV file, relative to the site file")) {
      const std::filesystem::path path = path_from(folder, *file);
      if (is_usable_file(reader, "file", *file, path)) hotlist.file = path;
    }
    hotlist.channel = read_channel_name(reader, Need::required, channels);
    hotlist.matching =
        reader.choice<Matching>("matching", {{"exact", Matching::exact}, {"possible", Matching::possible}})
            .value_or(hotlist.matching);
    hotlist.handling = read_handling(reader, "handling").value_or(hotlist.handling);
    hotlist.handling_by_action = read_handling_by_action(reader);
    hotlist.threshold = reader.number("threshold", Need::optional, {0.001, 0.999, "a probability"})
                            .value_or(hotlist.threshold);
    hotlist.quiet_min =
        reader.number("quiet_min", Need::optional, {0, 10080, "minutes"}).value_or(hotlist.quiet_min);
    read_restricted_channel(reader, channels, hotlist);
    hotlist.max_age_h = reader.number("max_age_h", Need::optional, {0.01, 87840, "hours"});
    hotlist.priority = reader.whole_number("priority", {0, 100, "a priority"}).value_or(hotlist.priority);
    hotlist.max_bad_lines = reader.whole_number("max_bad_lines", {0, 1000000, "a number of lines"})
                                .value_or(hotlist.max_bad_lines);
    reader.refuse_unknown();
    if (hotlist.name.empty()) continue;
    names.push_back(hotlist.name);
    hotlists.push_back(std::move(hotlist));
  }
  return hotlists;
}

}  // namespace nightjar
