#include "tools/nightjar/hold_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "alerts/record_duties.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/journal_here.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

struct HoldWords {
  std::string subject, case_reference;
  bool release = false;
};

/// A mark is held on every channel that was asked; an alert or a sortie on its own.
struct HoldTally {
  int done = 0;
  std::string error;

  void take(const std::string& channel, const std::string& outcome, const std::string& fault) {
    if (fault.empty()) {
      ++done;
      fmt::print("{}: {}\n", printable(channel), printable(outcome));
    } else if (error.empty() || error.starts_with("subject: no alert")) {
      error = fault;
    }
  }
  [[nodiscard]] int exit_code() const {
    if (done > 0) return 0;
    fmt::print(stderr, "hold: {}\n", printable(error));
    return error.starts_with("subject: found") ? 2 : 1;
  }
};

int hold_here(const DeskOrder& order, const HoldWords& words, const std::vector<DeskTarget>& desks,
              const DeskSilence& silence) {
  return with_journal_here("hold", order, silence, [&](Journal& journal) {
    HoldTally tally;
    for (const DeskTarget& desk : desks) {
      const HoldOrder wanted{desk.channel,  words.subject, words.case_reference, order.person, order.reason,
                             words.release, now_here()};
      const HoldOutcome outcome = hold_for_case(journal, wanted);
      if (outcome.fault.empty())
        journal.note(record_here(order, desk, "hold", words.subject, outcome.words), outcome.kept);
      tally.take(desk.channel, outcome.words, outcome.fault);
    }
    return tally.exit_code();
  });
}

int hold(const DeskOrder& order, const HoldWords& words) {
  const DeskTargets targets = desk_targets(order);
  if (!targets.errors.empty()) return refuse_order(targets.errors);
  try {
    HoldTally tally;
    for (const DeskTarget& desk : targets.desks) {
      const DeskReply reply = ask_desk(desk, order,
                                       {{"do", "hold"},
                                        {"subject", words.subject},
                                        {"case", words.case_reference},
                                        {"release", words.release}});
      tally.take(desk.channel, reply.fields.value("outcome", "done"), reply.ok ? "" : reply.error);
    }
    return tally.exit_code();
  } catch (const DeskSilence& silence) {
    return hold_here(order, words, targets.desks, silence);
  }
}

}  // namespace

void add_hold_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("hold", "Keep an alert, a sortie or a mark beyond its time, for a case");
  const auto order = add_desk_order(*command, ReasonNeeded::no);
  const auto words = std::make_shared<HoldWords>();
  command
      ->add_option("SUBJECT", words->subject, "An alert or a sortie (16 hex digits) or a registration mark")
      ->required();
  command->add_option("CASE", words->case_reference, "The reference of the case")->required();
  command->add_flag("--release", words->release, "The case needs it no more");
  command->footer(
      "What is held is neither deleted on time nor erased. A mark is held on every channel with a desk, what "
      "comes later too; of a sortie, where was looked and all of its alerts. Asks the running worker; where "
      "none runs, the journal itself. Exit code: 0 done, "
      "1 refused, 2 wrong input.");
  command->callback([order, words, &exit_code] { exit_code = hold(*order, *words); });
}

}  // namespace nightjar
