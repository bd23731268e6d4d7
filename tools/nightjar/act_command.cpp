#include "tools/nightjar/act_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <optional>

#include "alerts/alert_deed.hpp"
#include "alerts/alert_json.hpp"
#include "alerts/alert_names.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

struct ActOrder {
  std::string alert, action, code, note, to;
  std::uint32_t revision = 0;  ///< 0: the newest
};

struct FoundAlert {
  DeskTarget desk;
  AlertEvent event;
};

/// Where the alert is, as its newest event says it, or why it cannot be had. Throws DeskSilence where no desk
/// answers.
std::optional<FoundAlert> find_alert(const std::vector<DeskTarget>& desks, const DeskOrder& order,
                                     const std::string& alert, std::string& refusal) {
  refusal = fmt::format("no alert \"{}\" on the channels of {}", alert, order.site);
  for (const DeskTarget& desk : desks) {
    const DeskReply reply = ask_desk(desk, order, {{"do", "search"}, {"alert", alert}});
    if (!reply.ok) {
      refusal = reply.error;
      return std::nullopt;
    }
    if (reply.items.empty()) continue;
    const AlertReading reading = from_json(reply.items.front().dump());
    if (reading.event) return FoundAlert{desk, *reading.event};
  }
  return std::nullopt;
}

/// The desk's word for what is wrong with an action, in the words of the command line.
std::string option_fault(const std::string& fault) {
  if (fault.starts_with("confirms: ")) return "--code: " + fault.substr(10);
  for (const char* name : {"code: ", "to: ", "note: ", "revision: "})
    if (fault.starts_with(name)) return "--" + fault;
  return fault;
}

int refuse_act(const std::string& why) {
  fmt::print(stderr, "act: {}\n", printable(why));
  return 1;
}

/// `confirmed` names what it confirms, and `handed_on` a crew; people may write either as the code.
AlertAction action_of(const ActOrder& act, AlertHappening what, std::uint32_t revision) {
  AlertAction action;
  if (!act.note.empty()) action.note = act.note;
  const bool of_crew = what == AlertHappening::handed_on || what == AlertHappening::received ||
                       what == AlertHappening::attending;
  if (!act.to.empty()) action.to = act.to;
  if (!act.code.empty())
    (what == AlertHappening::confirmed ? action.confirms : of_crew ? action.to : action.code) = act.code;
  action.revision = revision;
  return action;
}

std::string subject_of(const AlertEvent& event) {
  if (event.vehicle) return displayed_mark(printable(event.vehicle->mark));
  if (event.heat) return printable(event.heat->heat_class);
  return event.health ? printable(event.health->what) : "";
}

int act(const DeskOrder& order, const ActOrder& act) {
  const auto what = named<AlertHappening>(act.action);
  const std::uint32_t asked_revision = std::max<std::uint32_t>(act.revision, 1);
  const std::string fault = deed_fault(what.value_or(AlertHappening::raised),
                                       action_of(act, what.value_or(AlertHappening::raised), asked_revision));
  if (!what || !fault.empty()) {
    const std::string words =
        what ? option_fault(fault)
             : fmt::format("action: found \"{}\", expected {}", printable(act.action), deed_names());
    return refuse_order({"act: " + words});
  }
  const DeskTargets targets = desk_targets(order);
  if (!targets.errors.empty()) return refuse_order(targets.errors);
  try {
    std::string refusal;
    const auto found = find_alert(targets.desks, order, act.alert, refusal);
    if (!found) return refuse_act(refusal);
    const AlertAction action =
        action_of(act, *what, act.revision == 0 ? found->event.revision : act.revision);
    Json request{{"do", "act"}, {"alert", act.alert}, {"action", act.action}, {"revision", *action.revision}};
    if (action.code) request["code"] = *action.code;
    if (action.confirms) request["confirms"] = *action.confirms;
    if (action.to) request["to"] = *action.to;
    if (action.note) request["note"] = *action.note;
    const DeskReply reply = ask_desk(found->desk, order, std::move(request));
    if (!reply.ok) return refuse_act(reply.error);
    std::string still = reply.fields.value("unconfirmed", "");
    if (!still.empty()) still = "; still UNCONFIRMED: " + printable(still);
    fmt::print("{} {}: {}, by {}{}\n", act.alert, subject_of(found->event),
               printable(reply.fields.value("outcome", "done")), printable(person_at(found->desk, order)),
               still);
    return 0;
  } catch (const DeskSilence& silence) {
    return tell_silence("act", silence);
  }
}

}  // namespace

void add_act_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("act", "Say what is done about an alert");
  const auto order = add_desk_order(*command, ReasonNeeded::no);
  const auto given = std::make_shared<ActOrder>();
  command->add_option("ALERT", given->alert, "The alert, 16 hex digits")->required();
  command
      ->add_option(
          "ACTION", given->action,
          "acknowledged (you have it, also where somebody else had), confirmed (--code characters or "
          "entry; both before anybody is stopped), rejected (--code misread, stale, clone, duplicate "
          "or other), handed_on (--to CREW), received, attending (by that crew), noted (--note), "
          "closed (--code stopped, observed, \"no resource\", lost, \"passed to force\", found, \"own "
          "officer\", animal, \"hot object\" or other)")
      ->required();
  command->add_option("--code", given->code,
                      "What is confirmed, why it is rejected, the crew, or the outcome");
  command->add_option("--to", given->to,
                      "The crew that the alert is handed on to. Without their word received in time (room."
                      "receive_within_s) it goes back to the room");
  command->add_option("--note", given->note, "In words");
  command->add_option("--revision", given->revision,
                      "The revision that was looked at; a verdict is refused if mark, match or entry have "
                      "changed since. Without it: the newest");
  command->footer("Exit code: 0 done, 1 refused or no worker answers, 2 wrong input.");
  command->callback([order, given, &exit_code] { exit_code = act(*order, *given); });
}

}  // namespace nightjar
