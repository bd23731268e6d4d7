#include "tools/nightjar/accept_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "config/site_file.hpp"
#include "tools/nightjar/accept_list.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

int refuse(const std::string& why) {
  fmt::print(stderr, "accept: {}\n", printable(why));
  return 1;
}

/// Where no worker runs: for the next start.
int accept_here(const DeskOrder& order, const std::string& list, const DeskSilence& silence) {
  const SiteLoad load = load_site(order.site);
  if (!load.site) return refuse_order(load.errors);
  const ListAcceptance accepted = accept_list_for_start(*load.site, list, order.person, order.reason);
  if (accepted.held) return tell_silence("accept", silence);  // a worker runs, and does not answer
  if (!accepted.done) return refuse(accepted.words);
  fmt::print("{}: {}\n", printable(list), printable(accepted.words));
  return 0;
}

/// What is wrong with the list's name; empty: it is one of the site's.
std::string name_fault(const Site& site, const std::string& list) {
  std::string names;
  for (const HotlistSite& each : site.hotlists) {
    if (each.name == list) return {};
    names += (names.empty() ? "" : ", ") + each.name;
  }
  return fmt::format("{}: hotlist: no \"{}\", expected one of: {}", site.file.string(), printable(list),
                     names);
}

int accept(const DeskOrder& order, const std::string& list) {
  const DeskTargets targets = desk_targets(order);
  if (!targets.errors.empty()) return refuse_order(targets.errors);
  const SiteLoad load = load_site(order.site);
  if (!load.site) return refuse_order(load.errors);
  if (const std::string fault = name_fault(*load.site, list); !fault.empty()) return refuse_order({fault});
  try {
    std::string error;
    for (const DeskTarget& desk : targets.desks) {
      const DeskReply reply = ask_desk(desk, order, {{"do", "accept"}, {"list", list}});
      if (reply.ok) {
        fmt::print("{}: {}\n", printable(list), printable(reply.fields.value("outcome", "done")));
        return 0;
      }
      const bool elsewhere = reply.error.starts_with("list: no ");
      if (error.empty() || !elsewhere) error = reply.error;
    }
    return refuse(error);
  } catch (const DeskSilence& silence) {
    return accept_here(order, list, silence);
  }
}

}  // namespace

void add_accept_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("accept", "Take a list into force that was refused");
  const auto order = add_desk_order(*command, ReasonNeeded::yes);
  const auto list = std::make_shared<std::string>();
  command->add_option("LIST", *list, "The list's name in the site file")->required();
  command->footer(
      "Asks the running worker; where none runs, the next start takes the list as its file is now. "
      "Exit code: 0 done, 1 refused, 2 wrong input.");
  command->callback([order, list, &exit_code] { exit_code = accept(*order, *list); });
}

}  // namespace nightjar
