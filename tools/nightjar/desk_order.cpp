#include "tools/nightjar/desk_order.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "alerts/endpoint.hpp"
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
      ->capture_default_str()
      ->each([order = order.get()](const std::string&) { order->person_given = true; });
  CLI::Option* const given =
      command.add_option("--reason", order->reason, "Why; it is put down in the audit trail");
  if (reason == ReasonNeeded::yes) given->required();
  order->reason_needed = reason;
  command.add_option("--channel", order->channel, "This channel's desk alone");
  command.add_option("--key", order->keys.key,
                     "Your secret key, where the channel is encrypted; without it, keys.local of the site");
  command.add_option("--server-key", order->keys.server_key,
                     "The worker's public key; without it, the file beside keys.server of the site");
  return order;
}

DeskTargets desk_targets(const DeskOrder& order) {
  DeskTargets targets;
  const SiteLoad load = load_site(order.site);
  if (!load.site) return {{}, load.errors};
  std::string names;
  std::optional<LoginReading> login;
  for (const ChannelSite& channel : load.site->channels) {
    if (channel.desk.empty()) continue;
    names += (names.empty() ? "" : ", ") + channel.name;
    if (!order.channel.empty() && order.channel != channel.name) continue;
    DeskTarget target{channel.name, endpoint_from_here(channel.desk), {}, channel.restricted};
    if (channel.encrypted) {
      if (!login) login = read_login(*load.site, order.keys);
      target.login = login->login;
      if (order.channel.empty() && is_kept_out(channel, login->login)) continue;
    }
    targets.desks.push_back(std::move(target));
  }
  if (login) targets.errors = login->errors;
  if (names.empty()) {
    targets.errors.push_back(
        fmt::format("{}: channel.desk: missing, expected a channel with a desk to ask", order.site));
  } else if (targets.desks.empty() && order.channel.empty()) {
    targets.errors.push_back(fmt::format("{}: the key {} is not for any of its channels: {}", order.site,
                                         login.value().login.value().key.name, names));
  } else if (targets.desks.empty()) {
    targets.errors.push_back(fmt::format("{}: channel: no \"{}\" with a desk, expected one of: {}",
                                         order.site, order.channel, names));
  }
  if (order.person.empty()) targets.errors.push_back("--person: missing, expected who wants it, by name");
  return targets;
}

std::string reason_at(const DeskTarget& desk, const DeskOrder& order) {
  const bool put_down = order.reason_needed == ReasonNeeded::on_restricted && !desk.restricted;
  return order.reason.empty() && put_down ? "not given" : order.reason;
}

std::vector<std::string> reasons_missing(const std::vector<DeskTarget>& desks, const DeskOrder& order) {
  std::vector<std::string> missing;
  for (const DeskTarget& desk : desks)
    if (reason_at(desk, order).empty())
      missing.push_back(
          fmt::format("--reason: missing, expected why: {} is a restricted channel", desk.channel));
  return missing;
}

std::string person_at(const DeskTarget& desk, const DeskOrder& order) {
  const bool of_key = desk.login && desk.login->key.role != KeyRole::console && !order.person_given;
  return of_key ? desk.login->key.name : order.person;
}

DeskReply ask_desk(const DeskTarget& desk, const DeskOrder& order, nlohmann::ordered_json request) {
  request["person"] = person_at(desk, order);
  if (const std::string reason = reason_at(desk, order); !reason.empty()) request["reason"] = reason;
  return DeskClient(desk.endpoint, desk.login).ask(std::move(request));
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
