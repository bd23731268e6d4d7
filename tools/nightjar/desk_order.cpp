#include "tools/nightjar/desk_order.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "config/site_file.hpp"

namespace nightjar {

std::string login_name() {
  const passwd* const user = getpwuid(geteuid());
  return user == nullptr || user->pw_name == nullptr ? "" : user->pw_name;
}

std::shared_ptr<DeskOrder> add_desk_order(CLI::App& command, ReasonNeeded reason) {
  auto order = std::make_shared<DeskOrder>();
  order->person = login_name();
  command.add_option("SITE", order->site, "The site file (TOML) of the running worker")->required();
  command.add_option("--person", order->person, "Who wants it, by name; it is put down in the audit trail")
      ->capture_default_str();
  CLI::Option* const given =
      command.add_option("--reason", order->reason, "Why; it is put down in the audit trail");
  if (reason == ReasonNeeded::yes) given->required();
  command.add_option("--channel", order->channel, "This channel's desk alone");
  return order;
}

DeskTargets desk_targets(const DeskOrder& order) {
  DeskTargets targets;
  const SiteLoad load = load_site(order.site);
  if (!load.site) return {{}, load.errors};
  std::string names;
  for (const ChannelSite& channel : load.site->channels) {
    if (channel.desk.empty()) continue;
    names += (names.empty() ? "" : ", ") + channel.name;
    if (order.channel.empty() || order.channel == channel.name)
      targets.desks.push_back({channel.name, channel.desk});
  }
  if (names.empty()) {
    targets.errors.push_back(
        fmt::format("{}: channel.desk: missing, expected a channel with a desk to ask", order.site));
  } else if (targets.desks.empty()) {
    targets.errors.push_back(fmt::format("{}: channel: no \"{}\" with a desk, expected one of: {}",
                                         order.site, order.channel, names));
  }
  if (order.person.empty()) targets.errors.push_back("--person: missing, expected who wants it, by name");
  return targets;
}

DeskReply ask_desk(const DeskTarget& desk, const DeskOrder& order, nlohmann::ordered_json request) {
  request["person"] = order.person;
  if (!order.reason.empty()) request["reason"] = order.reason;
  return DeskClient(desk.endpoint).ask(std::move(request));
}

int refuse_order(const std::vector<std::string>& errors) {
  for (const std::string& error : errors) fmt::print(stderr, "{}\n", error);
  return 2;
}

int tell_silence(const std::string& command, const DeskSilence& silence) {
  fmt::print(stderr,
             "{}: {}; what people do and look up is put down in the journal of a running worker: start "
             "`nightjar run` first\n",
             command, silence.what());
  return 1;
}

}  // namespace nightjar
