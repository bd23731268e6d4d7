#include "tools/nightjar/watch_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>

#include "alerts/subscriber.hpp"
#include "config/site_file.hpp"
#include "tools/nightjar/alert_watch.hpp"

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
  AlertWatchOptions shown;
  bool replays = false;
};

/// Where to listen, or what is wrong with the request.
struct WatchTargets {
  std::vector<std::string> endpoints;
  std::vector<std::string> errors;
};

WatchTargets targets_of_site(const WatchRequest& request) {
  const SiteLoad load = load_site(request.site);
  if (!load.site) return {{}, load.errors};
  WatchTargets targets;
  std::string names;
  for (const ChannelSite& channel : load.site->channels) {
    names += (names.empty() ? "" : ", ") + channel.name;
    if (request.channel.empty() || request.channel == channel.name) targets.endpoints.push_back(channel.live);
  }
  if (targets.endpoints.empty()) {
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
  return {{request.connect.substr(0, request.connect.find(','))}, {}};
}

void stop_at_signals() {
  struct sigaction action {};
  action.sa_handler = stop;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

int watch(const WatchRequest& request) {
  WatchTargets targets = targets_of(request);
  for (const std::string& error : targets.errors) fmt::print(stderr, "{}\n", error);
  if (!targets.errors.empty()) return 2;
  stop_at_signals();
  try {
    SubscriberOptions options;
    options.endpoints = std::move(targets.endpoints);
    options.replays = request.replays;
    Subscriber subscriber(std::move(options));
    AlertWatch shown(request.shown);
    while (stopped == 0) {
      if (const auto received = subscriber.next(200ms)) shown.show(*received);
      shown.note(subscriber.counts());
    }
  } catch (const SubscriberError& error) {
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
  command->add_option("--channel", request->channel, "This channel alone");
  command->add_flag("--json", request->shown.json, "One event a line, as JSON");
  command->add_option("--save", request->shown.folder, "Keep the plate pictures in this folder");
  command->add_flag("--replay", request->replays, "Show events of a replay too; they are refused otherwise");
  command->callback([request, &exit_code] {
    request->shown.channel = request->channel;
    exit_code = watch(*request);
  });
}

}  // namespace nightjar
