#include "config/site_tables.hpp"

namespace nightjar {

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
    hotlist.handling = reader
                           .choice<AlertHandling>("handling", {{"alarm", AlertHandling::alarm},
                                                               {"queue", AlertHandling::queue},
                                                               {"record", AlertHandling::record}})
                           .value_or(hotlist.handling);
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
