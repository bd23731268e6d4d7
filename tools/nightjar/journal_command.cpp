#include "tools/nightjar/journal_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "alerts/journal_check.hpp"
#include "alerts/journal_folder.hpp"
#include "config/site_file.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

struct VerifyOrder {
  std::string site;
  std::vector<std::string> heads;
  std::string heads_file;
};

NotedHeads heads_of(const VerifyOrder& order) {
  NotedHeads noted;
  if (!order.heads_file.empty()) noted = noted_heads_in(order.heads_file);
  for (const std::string& text : order.heads) {
    if (auto head = noted_head(text)) {
      noted.heads.push_back(std::move(*head));
    } else {
      noted.errors.push_back(
          fmt::format("--head: found \"{}\", expected CHANNEL:SEQ:HEX with 64 hex digits", printable(text)));
    }
  }
  return noted;
}

void show_progress(double part) {
  fmt::print(stderr, "\rVerifying {:3.0f} %", 100 * part);
  std::fflush(stderr);
}

/// Damaged files that a worker has set aside: they are evidence, too.
void tell_set_aside(const std::filesystem::path& folder) {
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = file.path().filename().string();
    if (name.starts_with("damaged-") && name.ends_with(".sqlite"))
      fmt::print("note: {} was set aside as damaged; it is not part of this\n",
                 printable(file.path().string()));
  }
}

int tell(const JournalSoundness& journal) {
  for (const std::string& note : journal.notes) fmt::print("note: {}\n", printable(note));
  for (const JournalFinding& finding : journal.findings) fmt::print("{}\n", printable(finding.words));
  if (journal.found > journal.findings.size())
    fmt::print("… and {} more\n", journal.found - journal.findings.size());
  fmt::print(
      "{}: {} events, {} of them deleted on time or erased; {} audit records, {} pictures, {} noted heads\n",
      journal.found == 0 ? "sound" : fmt::format("NOT SOUND, {} findings", journal.found), journal.events,
      journal.deleted, journal.audit, journal.pictures, journal.heads);
  return journal.found == 0 ? 0 : 1;
}

int verify(const VerifyOrder& order) {
  const NotedHeads noted = heads_of(order);
  if (!noted.errors.empty()) return refuse_order(noted.errors);
  const SiteLoad load = load_site(order.site);
  if (!load.site) return refuse_order(load.errors);
  const std::filesystem::path& folder = load.site->journal;
  std::error_code error;
  if (!std::filesystem::exists(folder / "journal.sqlite", error))
    return refuse_order({fmt::format("{}: there is no journal", folder.string())});
  try {
    const JournalFolder held(folder);
    JournalCheckOptions options;
    options.heads = noted.heads;
    const bool terminal = isatty(STDERR_FILENO) == 1;
    if (terminal)
      options.go_on = [](double part) {
        show_progress(part);
        return true;
      };
    const JournalSoundness journal = JournalCheck(folder, std::move(options)).run();
    if (terminal) fmt::print(stderr, "\r{:30}\r", "");
    tell_set_aside(folder);
    return tell(journal);
  } catch (const JournalError& error_of_journal) {
    const bool damaged = error_of_journal.cause() == JournalError::Cause::damaged;
    fmt::print(stderr, "{}\n", printable(error_of_journal.what()));
    if (error_of_journal.cause() == JournalError::Cause::held)
      fmt::print(stderr, "journal verify: `nightjar run` verifies its journal by itself; stop it first\n");
    return damaged ? 1 : 2;
  }
}

}  // namespace

void add_journal_command(CLI::App& app, int& exit_code) {
  CLI::App* journal = app.add_subcommand("journal", "What a worker has written down");
  journal->require_subcommand(1);
  CLI::App* command = journal->add_subcommand("verify", "Whether the journal is as it was written");
  const auto order = std::make_shared<VerifyOrder>();
  command->add_option("SITE", order->site, "The site file (TOML); its worker must not run")->required();
  command->add_option("--head", order->heads,
                      "CHANNEL:SEQ:HEX, the head of a channel's chain as somebody noted it from a heartbeat: "
                      "proves that nothing was cut off or made anew");
  command->add_option("--heads", order->heads_file, "A file of such heads, or of heartbeats, one a line");
  command->footer("Exit code: 0 sound, 1 not, with a line a finding; 2 wrong input, or a worker runs.");
  command->callback([order, &exit_code] { exit_code = verify(*order); });
}

}  // namespace nightjar
