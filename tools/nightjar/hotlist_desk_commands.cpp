#include "tools/nightjar/hotlist_desk_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>

#include "processing/anpr/registration_mark.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

struct AddOrder {
  std::string mark, action, markers, owner, authoriser;
  double hours = 12;
  int priority = 10;
};

std::string text_of(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? printable(found->get<std::string>()) : "";
}

/// An entry in words: what to do first, then where it stands and who answers for it.
std::string words_of(const std::string& channel, const Json& item) {
  const Json entry = item.value("entry", Json::object());
  std::string orders;
  for (const char* name : {"action", "markers", "reason"})
    if (const std::string text = text_of(entry, name); !text.empty())
      orders += (orders.empty() ? "" : "  ·  ") + text;
  if (orders.empty()) orders = "no action or reason is listed";
  std::string words = fmt::format("{}  {}: {}", item.value("alerts", false) ? "ALERT   " : "no alert",
                                  channel, text_of(item, "why"));
  if (item.contains("probability") && item["probability"].is_number())
    words += fmt::format(", probability {:.0f} %", std::floor(item["probability"].get<double>() * 100));
  words += "\n          " + orders + "\n          list " + text_of(entry, "list");
  for (const char* name : {"owner", "contact", "authoriser", "risk", "effective", "weed"})
    if (const std::string text = text_of(entry, name); !text.empty())
      words += fmt::format(", {} {}", name, text);
  return words + "\n";
}

int look_up(const DeskOrder& order, const std::string& mark, bool as_json) {
  const DeskTargets targets = desk_targets(order);
  if (!targets.errors.empty()) return refuse_order(targets.errors);
  Json found = Json::array();
  std::string words;
  try {
    for (const DeskTarget& desk : targets.desks) {
      const DeskReply reply = ask_desk(desk, order, {{"do", "lookup"}, {"mark", mark}});
      if (!reply.ok) {
        fmt::print(stderr, "lookup: {}\n", printable(reply.error));
        return reply.error.starts_with("mark: ") ? 2 : 1;
      }
      for (Json item : reply.items) {
        item["channel"] = desk.channel;
        words += words_of(desk.channel, item);
        found.push_back(std::move(item));
      }
    }
  } catch (const DeskSilence& silence) {
    return tell_silence("lookup", silence);
  }
  const std::string bare = bare_mark(mark);
  if (as_json) {
    fmt::print("{}\n", Json{{"mark", bare}, {"matches", found}}.dump());
  } else if (found.empty()) {
    fmt::print("{}: on no list that is in force\n", displayed_mark(printable(bare)));
  } else {
    fmt::print("{}:\n{}", displayed_mark(printable(bare)), words);
  }
  return 0;
}

/// `add` and `cancel` go to one channel: the one that is named, else the first.
int change(const DeskOrder& order, const std::string& what, Json request) {
  const DeskTargets targets = desk_targets(order);
  if (!targets.errors.empty()) return refuse_order(targets.errors);
  request["do"] = what;
  try {
    const DeskReply reply = ask_desk(targets.desks.front(), order, std::move(request));
    if (!reply.ok) {
      fmt::print(stderr, "{}: {}\n", what, printable(reply.error));
      return reply.error.starts_with("mark: found") ? 2 : 1;
    }
    fmt::print("{}: {}\n", targets.desks.front().channel, printable(reply.fields.value("outcome", "done")));
    if (reply.fields.contains("warning"))
      fmt::print(stderr, "{}: {}\n", what, text_of(reply.fields, "warning"));
    return 0;
  } catch (const DeskSilence& silence) {
    return tell_silence(what, silence);
  }
}

Json add_request(const AddOrder& add) {
  Json request{{"mark", add.mark}, {"hours", add.hours}, {"priority", add.priority}};
  if (!add.action.empty()) request["action"] = add.action;
  if (!add.markers.empty()) request["markers"] = add.markers;
  if (!add.owner.empty()) request["owner"] = add.owner;
  if (!add.authoriser.empty()) request["authoriser"] = add.authoriser;
  return request;
}

void add_lookup(CLI::App& hotlist, int& exit_code) {
  CLI::App* command = hotlist.add_subcommand("lookup", "What a read of a mark would match, and why");
  const auto order = add_desk_order(*command, ReasonNeeded::yes);
  const auto mark = std::make_shared<std::string>();
  const auto json = std::make_shared<bool>(false);
  command->add_option("MARK", *mark, "A registration mark")->required();
  command->add_flag("--json", *json, "One JSON object");
  command->footer(
      "Asks the desks of the running worker; without one nothing is looked up, for every lookup has to be "
      "put down in its audit trail. Exit code: 0 answered, 1 refused or no worker answers, 2 wrong input.");
  command->callback([order, mark, json, &exit_code] { exit_code = look_up(*order, *mark, *json); });
}

void add_add(CLI::App& hotlist, int& exit_code) {
  CLI::App* command = hotlist.add_subcommand("add", "Put a mark on the room's own list");
  const auto order = add_desk_order(*command, ReasonNeeded::yes);
  const auto add = std::make_shared<AddOrder>();
  command->add_option("MARK", add->mark, "The mark; ? stands for one character, * for any number")
      ->required();
  command->add_option("--action", add->action, "What to do: STOP, OBSERVE …");
  command->add_option("--markers", add->markers, "Warnings: WEAPONS, DO NOT STOP …");
  command->add_option("--owner", add->owner, "Who answers for the entry; the person where not given");
  command->add_option("--authoriser", add->authoriser, "Who has authorised it");
  command->add_option("--hours", add->hours, "How long it counts, at most 168")->capture_default_str();
  command->add_option("--priority", add->priority, "0 (highest) to 100")->capture_default_str();
  command->footer("Goes to the first channel with a desk, unless --channel names another.");
  command->callback([order, add, &exit_code] { exit_code = change(*order, "add", add_request(*add)); });
}

void add_cancel(CLI::App& hotlist, int& exit_code) {
  CLI::App* command = hotlist.add_subcommand("cancel", "Take a mark off the room's own list");
  const auto order = add_desk_order(*command, ReasonNeeded::yes);
  const auto mark = std::make_shared<std::string>();
  command->add_option("MARK", *mark, "The mark as it was added")->required();
  command->callback([order, mark, &exit_code] { exit_code = change(*order, "cancel", {{"mark", *mark}}); });
}

}  // namespace

void add_hotlist_desk_commands(CLI::App& hotlist, int& exit_code) {
  add_lookup(hotlist, exit_code);
  add_add(hotlist, exit_code);
  add_cancel(hotlist, exit_code);
}

}  // namespace nightjar
