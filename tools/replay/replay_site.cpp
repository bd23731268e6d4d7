#include "tools/replay/replay_site.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/make_frame_source.hpp"
#include "ingest/recording/recording_folder.hpp"
#include "tools/nightjar/assemble.hpp"

namespace nightjar {
namespace {

std::string names_of(const std::vector<FeedSite>& feeds) {
  std::string names;
  for (const FeedSite& feed : feeds) names += (names.empty() ? "" : ", ") + feed.name;
  return names;
}

void read_stand_in(const std::string& written, SiteStandIns& stand_ins, std::vector<std::string>& errors) {
  const auto refuse = [&](const std::string& why) {
    errors.push_back("replay: --feed " + written + ": " + why);
  };
  const std::size_t sign = written.find('=');
  if (sign == std::string::npos || sign == 0 || sign + 1 == written.size())
    return refuse("expected NAME=PATH, a feed of the site and its recording");
  const std::string name = written.substr(0, sign);
  const std::filesystem::path path = std::filesystem::absolute(written.substr(sign + 1)).lexically_normal();
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return refuse("there is no such file or folder");
  if (!stand_ins.emplace(name, path).second) return refuse("the feed " + name + " was given before");
}

}  // namespace

ReplaySite load_replay_site(const std::string& file, const std::vector<std::string>& written) {
  ReplaySite result;
  SiteStandIns stand_ins;
  for (const std::string& pair : written) read_stand_in(pair, stand_ins, result.errors);
  SiteLoad load = load_site(file, stand_ins);
  result.errors.insert(result.errors.end(), load.errors.begin(), load.errors.end());
  if (!load.site) return result;
  Site& site = *load.site;
  for (const auto& [name, path] : stand_ins) {
    if (std::none_of(site.feeds.begin(), site.feeds.end(),
                     [&, n = name](const FeedSite& f) { return f.name == n; }))
      result.errors.push_back(
          fmt::format("replay: --feed {}={}: no feed of that name in {}, expected one of: {}", name,
                      path.string(), file, names_of(site.feeds)));
  }
  const std::string all = names_of(site.feeds);
  std::erase_if(site.feeds, [&](const FeedSite& feed) {
    if (!feed.path.empty()) return false;
    result.left_out.push_back(fmt::format(
        "feed {}: is live and left out; --feed {}=PATH gives it a recording", feed.name, feed.name));
    return true;
  });
  for (FeedSite& feed : site.feeds) {
    if (!feed.telemetry || feed.telemetry->find("://") == std::string::npos) continue;
    result.left_out.push_back(fmt::format(
        "feed {}: its live telemetry is left out; what lies beside the recording counts", feed.name));
    feed.telemetry.reset();
  }
  for (const FeedSite& feed : site.feeds) {
    if (feed.kind == FeedKind::anpr || !recordings_in(feed.path).empty()) continue;
    if (telemetry_of(source_options(feed, Pacing::lossless))) continue;
    result.left_out.push_back(
        fmt::format("feed {}: has no telemetry beside it: its contacts have no position", feed.name));
  }
  if (site.feeds.empty())
    result.errors.push_back(
        fmt::format("{}: feed: all are live ({}), expected a recording: --feed NAME=PATH", file, all));
  if (result.errors.empty()) result.site = std::move(load.site);
  return result;
}

}  // namespace nightjar
