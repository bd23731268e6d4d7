#include "tools/nightjar/trail_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <optional>

#include "alerts/audit.hpp"
#include "ingest/utc_time.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

struct TrailWords {
  std::uint64_t behind = 0;
  bool json = false;
};

std::string line_of(const std::string& channel, std::uint64_t number, const AuditRecord& record) {
  std::string who = record.person;
  if (record.key && *record.key != record.person) who += " by " + *record.key;
  return fmt::format("{} {} {}  {}: {} {}; {}; {}", printable(channel), number, format_utc(record.at),
                     printable(who), printable(record.what), printable(record.about),
                     printable(record.reason.value_or("no reason given")), printable(record.outcome));
}

void tell(const std::string& channel, const Json& item, bool as_json) {
  const std::string text = item.value("text", "");
  const auto record = audit_from_json(text);
  if (as_json || !record) {
    fmt::print("{}\n", printable(text));
  } else {
    fmt::print("{}\n", line_of(channel, item.value("number", std::uint64_t{0}), *record));
  }
}

/// False where the desk refuses.
bool tell_all(const DeskTarget& desk, const DeskOrder& order, const TrailWords& words) {
  std::optional<std::uint64_t> behind = words.behind;
  while (behind) {
    const DeskReply reply = ask_desk(desk, order, {{"do", "trail"}, {"behind", *behind}});
    if (!reply.ok) {
      fmt::print(stderr, "trail: {}: {}\n", printable(desk.channel), printable(reply.error));
      return false;
    }
    for (const Json& item : reply.items) tell(desk.channel, item, words.json);
    const auto next = reply.fields.find("next");
    const bool more = next != reply.fields.end() && next->is_number_unsigned() && !reply.items.empty();
    behind = more ? std::optional(next->get<std::uint64_t>()) : std::nullopt;
  }
  return true;
}

int trail(const DeskOrder& order, const TrailWords& words) {
  const DeskTargets targets = desk_targets(order);
  if (!targets.errors.empty()) return refuse_order(targets.errors);
  try {
    bool told = true;
    for (const DeskTarget& desk : targets.desks) told = tell_all(desk, order, words) && told;
    return told ? 0 : 1;
  } catch (const DeskSilence& silence) {
    return tell_silence("trail", silence);
  }
}

}  // namespace

void add_trail_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("trail", "Who did, looked up and opened what, and why");
  const auto order = add_desk_order(*command, ReasonNeeded::no);
  const auto words = std::make_shared<TrailWords>();
  command->add_option("--behind", words->behind, "Only records behind this number of the channel's trail");
  command->add_flag("--json", words->json, "The records themselves, one a line");
  command->footer("Exit code: 0 told, 1 refused or no worker answers, 2 wrong input.");
  command->callback([order, words, &exit_code] { exit_code = trail(*order, *words); });
}

}  // namespace nightjar
