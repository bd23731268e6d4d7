#include "tools/nightjar/watch_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>

#include "alerts/endpoint.hpp"
#include "alerts/subscriber.hpp"
#include "config/site_file.hpp"
#include "tools/nightjar/alert_watch.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/site_keys.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

volatile std::sig_atomic_t stopped = 0;

void stop(int) {
  stopped = 1;
}

struct WatchRequest {
  std::string site;
  std::string connect;
  std::string channel;
  NamedKeys keys;
  AlertWatchOptions shown;
  std::string since;
  std::string place;
  std::string reason;
  std::string person;  ///< empty: the key's own, or the login name
  std::optional<std::uint64_t> picture_rate;
  bool replays = false;
};

/// Where to listen, or what is wrong with the request.
struct WatchTargets {
  std::vector<WatchedChannel> channels;  ///< an empty desk: there is none
  std::vector<std::string> errors;
};

WatchTargets targets_of_site(const WatchRequest& request) {
  const SiteLoad load = load_site(request.site);
  if (!load.site) return {{}, load.errors};
  WatchTargets targets;
  std::string names;
  std::optional<LoginReading> login;
  for (const ChannelSite& channel : load.site->channels) {
    names += (names.empty() ? "" : ", ") + channel.name;
    if (!request.channel.empty() && request.channel != channel.name) continue;
    WatchedChannel watched{endpoint_from_here(channel.live), endpoint_from_here(channel.desk)};
    if (channel.encrypted) {
      if (!login) login = read_login(*load.site, request.keys);
      watched.login = login->login;
      if (request.channel.empty() && is_kept_out(channel, login->login)) continue;
    }
    const bool opens = !request.shown.folder.empty() && request.picture_rate != std::uint64_t{0};
    if (opens && channel.restricted && !channel.desk.empty() && request.reason.empty())
      targets.errors.push_back(
          fmt::format("--reason: missing, expected why the pictures of {}, a restricted channel, are opened",
                      channel.name));
    targets.channels.push_back(std::move(watched));
  }
  if (login) targets.errors.insert(targets.errors.end(), login->errors.begin(), login->errors.end());
  if (targets.channels.empty() && request.channel.empty()) {
    targets.errors.push_back(
        fmt::format("{}: the key is not for any of its channels: {}", request.site, names));
  } else if (targets.channels.empty()) {
    targets.errors.push_back(
        fmt::format("{}: channel: no \"{}\", expected one of: {}", request.site, request.channel, names));
  }
  return targets;
}

WatchTargets targets_of(const WatchRequest& request) {
  if (request.site.empty() == request.connect.empty()) {
    return {{}, {"watch: expected either a site file or --connect LIVE[,DESK]"}};
  }
  if (!request.site.empty()) return targets_of_site(request);
  const std::size_t comma = std::min(request.connect.find(','), request.connect.size());
  const std::string desk = request.connect.substr(std::min(comma + 1, request.connect.size()));
  const LoginReading reading = read_login(request.keys);
  return {{{request.connect.substr(0, comma), desk, reading.login}}, reading.errors};
}

/// Who opens pictures, where nobody is named: the key's holder, unless nothing is encrypted or a console
/// asks.
std::string person_of(const WatchTargets& targets) {
  for (const WatchedChannel& channel : targets.channels)
    if (channel.login && channel.login->key.role != KeyRole::console) return channel.login->key.name;
  return login_name();
}

/// STREAM:SEQ; nullopt for anything else.
std::optional<StreamSeq> since_of(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  StreamSeq since{text.substr(0, colon), 0};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, since.seq);
  if (error != std::errc() || rest != end || since.seq > std::uint64_t{INT64_MAX}) return std::nullopt;
  return since;
}

SubscriberOptions options_of(const WatchRequest& request, WatchTargets& targets) {
  SubscriberOptions options;
  for (WatchedChannel& channel : targets.channels) {
    if (channel.desk.empty()) {
      options.endpoints.push_back(channel.live);
      if (channel.login) options.logins.emplace(channel.live, *channel.login);
    } else {
      options.channels.push_back(channel);
    }
  }
  options.place = request.place;
  options.place_disk = PlaceDisk::may_fill;
  options.person = request.person.empty() ? person_of(targets) : request.person;
  options.reason = request.reason;
  options.pictures.wanted = !request.shown.folder.empty() && request.picture_rate != std::uint64_t{0};
  options.pictures.bytes_per_s = request.picture_rate.value_or(0);
  options.replays = request.replays;
  if (request.since.empty()) return options;
  options.since = since_of(request.since);
  if (!options.since) {
    targets.errors.push_back("--since: found \"" + request.since + "\", expected STREAM:SEQ");
  } else if (options.channels.size() != 1 || !options.endpoints.empty()) {
    targets.errors.emplace_back("--since: expected one channel that has a desk, choose it with --channel");
  }
  return options;
}

void stop_at_signals() {
  struct sigaction action {};
  action.sa_handler = stop;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

int watch(const WatchRequest& request) {
  WatchTargets targets = targets_of(request);
  SubscriberOptions options = options_of(request, targets);
  for (const std::string& error : targets.errors) fmt::print(stderr, "{}\n", error);
  if (!targets.errors.empty()) return 2;
  stop_at_signals();
  try {
    Subscriber subscriber(std::move(options));
    AlertWatch shown(request.shown);
    while (stopped == 0) {
      if (const auto received = subscriber.next(200ms)) shown.show(*received);
      shown.note(subscriber.counts());
      shown.note_refusal(subscriber.refusal());
      shown.note_place(request.place, subscriber.place_lags());
    }
  } catch (const SubscriberError& error) {
    fmt::print(stderr, "watch: {}\n", error.what());
    return 2;
  } catch (const PlaceError& error) {
    fmt::print(stderr, "watch: {}\n", error.what());
    return 2;
  } catch (const WatchFolderError& error) {
    fmt::print(stderr, "watch: {}\n", error.what());
    return 2;
  }
  return 0;
}

}  // namespace

void add_watch_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("watch", "Alerts on this terminal as they come, until stopped");
  const auto request = std::make_shared<WatchRequest>();
  command->add_option("SITE", request->site, "The site file (TOML) whose channels to watch");
  command->add_option("--connect", request->connect,
                      "Watch LIVE[,DESK] instead: endpoints like tcp://127.0.0.1:5560");
  command->add_option(
      "--since", request->since,
      "What is behind number SEQ of STREAM too (STREAM:SEQ), not only what is open and what comes");
  command->add_option(
      "--place", request->place,
      "Keep in this file what was shown: after a restart the rest follows, and nothing twice");
  command->add_option(
      "--key", request->keys.key,
      "Your secret key, where what is watched is encrypted; without it, keys.local of the site");
  command->add_option("--server-key", request->keys.server_key,
                      "The worker's public key; without it, the file beside keys.server of the site");
  command->add_option("--channel", request->channel, "This channel alone");
  command->add_flag("--json", request->shown.json, "One event a line, as JSON");
  command->add_option("--save", request->shown.folder, "Keep the pictures in this folder");
  command->add_option("--picture-rate", request->picture_rate,
                      "Bytes a second for large pictures, for a slow link; 0: none (default: all it takes)");
  command->add_option(
      "--person", request->person,
      "Who opens pictures; it is put down in the audit trail (default: the key's holder, or the login name)");
  command->add_option(
      "--reason", request->reason,
      "Why pictures are opened; needed on a restricted channel, and for those of alerts that are "
      "over already");
  command->add_flag("--replay", request->replays, "Show events of a replay too; they are refused otherwise");
  command->callback([request, &exit_code] {
    request->shown.channel = request->channel;
    exit_code = watch(*request);
  });
}

}  // namespace nightjar
