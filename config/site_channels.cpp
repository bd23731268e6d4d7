#include <fmt/format.h>

#include <map>

#include "config/feed_address.hpp"
#include "config/site_tables.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kEndpoint = "an endpoint such as tcp://127.0.0.1:5560";

/// Port to the key that holds it.
using TakenPorts = std::map<std::uint16_t, std::string>;

std::string read_endpoint(TableReader& reader, std::string_view key, Need need, bool encrypted,
                          TakenPorts& taken) {
  const auto written = reader.text(key, need, kEndpoint);
  if (!written) return {};
  const auto address = parse_address(*written);
  if (!address || address->scheme != "tcp" || address->host.empty() || !address->port) {
    reader.refuse(
        key, fmt::format("found {}, expected {} with a port from 1 to 65535", shown(*written), kEndpoint));
    return {};
  }
  if (!encrypted && !is_loopback(*address)) {
    reader.refuse(key,
                  fmt::format("found {}, which others can reach without a key, expected a loopback endpoint "
                              "such as tcp://127.0.0.1:{}, or an encrypted channel and [keys]",
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

/// Whether the channel is encrypted, and who may come in.
void read_encryption(TableReader& reader, const std::filesystem::path& folder,
                     const std::optional<KeysSite>& keys, ChannelSite& channel) {
  const auto wanted = reader.flag("encrypted");
  const auto clients = reader.text("clients", Need::optional, "a folder of public keys");
  channel.encrypted = wanted.value_or(keys.has_value());
  if (channel.encrypted && !keys)
    reader.refuse("encrypted", "found true, expected a table [keys] with the keys for it");
  if (!channel.encrypted && clients)
    reader.refuse("clients", "found keys for a channel that is not encrypted, expected encrypted = true");
  if (!channel.encrypted || !keys) return;
  channel.clients = clients ? path_from(folder, *clients) : keys->clients;
}

}  // namespace

std::optional<KeysSite> read_keys(TableReader& root, const std::filesystem::path& folder) {
  auto reader = root.table("keys", "a table [keys]");
  if (!reader) return std::nullopt;
  KeysSite keys;
  const auto path_of = [&](std::string_view key, Need need, std::string_view expected) {
    const auto written = reader->text(key, need, expected);
    return written ? std::optional(path_from(folder, *written)) : std::nullopt;
  };
  keys.server = path_of("server", Need::required, "the file of the worker's secret key").value_or("");
  keys.clients = path_of("clients", Need::required, "a folder of public keys").value_or("");
  keys.local = path_of("local", Need::optional, "the file of a client's secret key");
  reader->refuse_unknown();
  return keys;
}

std::vector<ChannelSite> read_channels(TableReader& root, const std::filesystem::path& folder,
                                       const std::optional<KeysSite>& keys) {
  std::vector<ChannelSite> channels;
  std::vector<std::string> names;
  TakenPorts ports;
  if (!root.has("channel")) root.refuse("channel", "missing, expected at least one [[channel]]");
  for (TableReader& reader : root.tables("channel")) {
    ChannelSite channel;
    channel.name = read_name(reader, names);
    read_encryption(reader, folder, keys, channel);
    channel.live = read_endpoint(reader, "live", Need::required, channel.encrypted, ports);
    channel.desk = read_endpoint(reader, "desk", Need::optional, channel.encrypted, ports);
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
