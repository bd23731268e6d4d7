#include <fmt/format.h>

#include <map>

#include "config/feed_address.hpp"
#include "config/site_tables.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kEndpoint = "an endpoint such as tcp://127.0.0.1:5560";

/// Port to the key that holds it.
using TakenPorts = std::map<std::uint16_t, std::string>;

std::string read_endpoint(TableReader& reader, std::string_view key, Need need, TakenPorts& taken) {
  const auto written = reader.text(key, need, kEndpoint);
  if (!written) return {};
  const auto address = parse_address(*written);
  if (!address || address->scheme != "tcp" || address->host.empty() || !address->port) {
    reader.refuse(
        key, fmt::format("found {}, expected {} with a port from 1 to 65535", shown(*written), kEndpoint));
    return {};
  }
  if (!is_loopback(*address)) {
    reader.refuse(key,
                  fmt::format("found {}, which others can reach without a key, expected a loopback endpoint "
                              "such as tcp://127.0.0.1:{}",
                              shown(*written), *address->port));
    return {};
  }
  const std::string holder = fmt::format("{}.{}", reader.path(), key);
  if (const auto [place, is_new] = taken.emplace(*address->port, holder); !is_new) {
    reader.refuse(key, fmt::format("found port {}, which {} has, expected a port of its own", *address->port,
                                   place->second));
    return {};
  }
  return *written;
}

}  // namespace

std::vector<ChannelSite> read_channels(TableReader& root) {
  std::vector<ChannelSite> channels;
  std::vector<std::string> names;
  TakenPorts ports;
  if (!root.has("channel")) root.refuse("channel", "missing, expected at least one [[channel]]");
  for (TableReader& reader : root.tables("channel")) {
    ChannelSite channel;
    channel.name = read_name(reader, names);
    channel.live = read_endpoint(reader, "live", Need::required, ports);
    channel.desk = read_endpoint(reader, "desk", Need::optional, ports);
    channel.restricted = reader.flag("restricted").value_or(channel.restricted);
    channel.retention_days =
        reader.whole_number("retention_days", {1, 3660, "a number of days"}).value_or(channel.retention_days);
    channel.open_markings =
        reader.texts("open_markings", "an array of protective markings such as [\"OFFICIAL\"]")
            .value_or(channel.open_markings);
    reader.refuse_unknown();
    if (channel.name.empty()) continue;
    names.push_back(channel.name);
    channels.push_back(std::move(channel));
  }
  return channels;
}

}  // namespace nightjar
