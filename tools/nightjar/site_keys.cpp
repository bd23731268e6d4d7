#include "tools/nightjar/site_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <utility>

#include "alerts/key_file.hpp"
#include "alerts/key_folder.hpp"
#include "alerts/key_list.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

bool is_encrypted(const Site& site) {
  return std::any_of(site.channels.begin(), site.channels.end(),
                     [](const ChannelSite& channel) { return channel.encrypted; });
}

/// The public half, for whoever must not read the worker's secret.
fs::path server_public_file(const KeysSite& keys) {
  return fs::path(keys.server).replace_extension(".public");
}

LoginReading read_login(const fs::path& key_file, const fs::path& server_file) {
  const KeyReading key = read_secret_key(key_file);
  const KeyReading server = read_public_key(server_file);
  LoginReading reading;
  for (const KeyReading* each : {&key, &server})
    reading.errors.insert(reading.errors.end(), each->errors.begin(), each->errors.end());
  if (key.key && server.key) reading.login = CurveLogin{server.key->public_key, *key.key};
  return reading;
}

}  // namespace

std::vector<std::string> key_trouble(const Site& site) {
  if (!site.keys || !is_encrypted(site)) return {};
  std::vector<std::string> errors = read_secret_key(site.keys->server).errors;
  std::set<fs::path> folders;
  for (const ChannelSite& channel : site.channels)
    if (channel.encrypted) folders.insert(channel.clients);
  for (const fs::path& folder : folders) {
    const KeyFolderReading reading = read_key_folder(folder);
    errors.insert(errors.end(), reading.errors.begin(), reading.errors.end());
  }
  return errors;
}

std::shared_ptr<KeyGate> make_key_gate(const Site& site) {
  if (!site.keys || !is_encrypted(site)) return nullptr;
  const KeyReading server = read_secret_key(site.keys->server);
  if (!server.key) throw std::runtime_error(fmt::format("{}", fmt::join(key_trouble(site), "\n")));
  KeyGateOptions options;
  options.server_secret = server.key->secret_key;
  for (const ChannelSite& channel : site.channels)
    if (channel.encrypted) options.channels.push_back({channel.name, channel.restricted, channel.clients});
  return std::make_shared<KeyGate>(std::move(options));
}

LoginReading read_login(const Site& site, const NamedKeys& named) {
  const bool has_own = site.keys && site.keys->local;
  if (named.key.empty() && !has_own)
    return {
        std::nullopt,
        {fmt::format("{}: keys.local: missing, expected a secret key for commands on this machine, or --key",
                     site.file.string())}};
  if (named.server_key.empty() && !site.keys)
    return {std::nullopt,
            {fmt::format("{}: keys.server: missing, expected it, or --server-key", site.file.string())}};
  return read_login(named.key.empty() ? *site.keys->local : fs::path(named.key),
                    named.server_key.empty() ? server_public_file(*site.keys) : fs::path(named.server_key));
}

bool is_kept_out(const ChannelSite& channel, const std::optional<CurveLogin>& login) {
  return login && !is_cleared_for(login->key, channel.name, channel.restricted);
}

LoginReading read_login(const NamedKeys& named) {
  if (named.key.empty() && named.server_key.empty()) return {};
  if (named.key.empty()) return {std::nullopt, {"--key: missing, expected the file of your secret key"}};
  if (named.server_key.empty())
    return {std::nullopt, {"--server-key: missing, expected the file of the worker's public key"}};
  return read_login(fs::path(named.key), fs::path(named.server_key));
}

}  // namespace nightjar
