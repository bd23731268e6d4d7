#include "tools/nightjar/hotlist_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include "processing/hotlist/entry_terms.hpp"
#include "processing/hotlist/hotlist_preamble.hpp"
#include "processing/hotlist/hotlist_text.hpp"
#include "tools/nightjar/expected_hits.hpp"
#include "tools/nightjar/hotlist_desk_commands.hpp"
#include "tools/nightjar/load_hotlists.hpp"

namespace nightjar {
namespace {

struct HotlistCheck {
  std::vector<std::string> files;
  HotlistFileOptions options;
  std::size_t cameras = 1;
  HitRates rates;
};

std::string verdict_of(bool loads, std::size_t bad) {
  if (!loads) return "would be refused";
  if (bad == 0) return "loads whole";
  return fmt::format("would load without the {} named", bad == 1 ? "line" : fmt::format("{} lines", bad));
}

/// Everything that is wrong or odd in a file; returns how many warnings there are.
std::size_t print_findings(const std::string& file, const HotlistFindings& findings) {
  for (const std::string& line : fault_lines(file, findings)) fmt::print(stderr, "{}\n", line);
  std::fflush(stderr);
  std::size_t warnings = 0;
  for (std::size_t i = 0; i < kHotlistWarnings; ++i)
    warnings += findings.count(static_cast<HotlistWarning>(i));
  for (const std::string& line : warning_lines(file, findings)) fmt::print("warning: {}\n", line);
  return warnings;
}

std::string contents_of(const HotlistIndex& index, const HotlistCheck& check) {
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  const HotlistCounts counts = count_entries(index, now);
  std::size_t covert = 0;
  const HotlistTerms terms;
  for (std::uint32_t row = 0; row < index.size(); ++row) {
    const HotlistEntry entry = index.table().entry(row);
    if (is_covert(entry.action.value_or(""), entry.marking.value_or(""), terms.open_markings)) ++covert;
  }
  return fmt::format(
      "{} entries, of which {} in force today, {} not yet effective, {} past their weed date, {} for a "
      "restricted channel only; {} (all as alarm; the site file may say otherwise); revision {}",
      index.size(), counts.in_force, counts.not_yet, counts.weeded, covert,
      alarm_words(counts.in_force, check.cameras, check.rates), index.edition().revision);
}

/// A delta by itself: how it fits shows only where the list lies that it is meant for.
int check_delta(const std::string& file, const HotlistText& text, const HotlistCheck& check) {
  const HotlistDeltaLoad load = parse_hotlist_delta(text.bytes, check.options);
  const std::size_t warnings = print_findings(file, load.findings);
  const std::size_t bad = load.findings.bad_lines();
  fmt::print("{}: {}", file, verdict_of(load.delta.has_value(), bad));
  if (load.delta) {
    const auto count = [&](HotlistChange change) {
      return std::count(load.delta->changes.begin(), load.delta->changes.end(), change);
    };
    fmt::print(": a delta from revision {} to {}, adds {}, amends {}, removes {}", load.delta->base,
               load.delta->revision, count(HotlistChange::add), count(HotlistChange::amend),
               count(HotlistChange::remove));
  }
  fmt::print("; {} bad lines, {} warnings\n", bad, warnings);
  if (!load.delta) return 2;
  return bad == 0 ? 0 : 1;
}

bool is_delta(const HotlistText& text) {
  HotlistFindings unheeded(0);
  const auto preamble = hotlist_preamble(text.bytes, unheeded);
  return preamble && preamble->base;
}

int check_hotlist(const std::string& file, const HotlistCheck& check) {
  if (const HotlistText text = read_hotlist_text(file); text.trouble.empty() && is_delta(text))
    return check_delta(file, text, check);
  const HotlistEditionLoad load = load_hotlist_edition(file, check.options);
  std::size_t warnings = 0;
  for (const HotlistPart& part : load.parts) warnings += print_findings(part.file.string(), part.findings);
  fmt::print("{}: {}", file, verdict_of(load.index != nullptr, load.bad_lines()));
  if (load.index) fmt::print(": {}", contents_of(*load.index, check));
  if (load.parts.size() > 1) fmt::print("; with {} deltas beside it", load.parts.size() - 1);
  fmt::print("; {} bad lines, {} warnings\n", load.bad_lines(), warnings);
  if (!load.index) return 2;
  return load.bad_lines() == 0 ? 0 : 1;
}

}  // namespace

void add_hotlist_command(CLI::App& app, int& exit_code) {
  CLI::App* hotlist = app.add_subcommand("hotlist", "Look after hotlists");
  hotlist->require_subcommand(1);
  add_hotlist_desk_commands(*hotlist, exit_code);
  CLI::App* check = hotlist->add_subcommand("check", "What a list holds and what is wrong with it");
  const auto given = std::make_shared<HotlistCheck>();
  check->add_option("FILE", given->files, "CSV with a header, or in 16 columns without one")->required();
  check->add_option("--max-bad-lines", given->options.max_bad_lines, "A list with more bad lines is refused")
      ->capture_default_str();
  check->add_option("--cameras", given->cameras, "For the alarms to expect: cameras that ask the list")
      ->capture_default_str();
  check
      ->add_option("--reads-per-hour", given->rates.reads_per_hour,
                   "For the alarms to expect: reads of one camera")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  check->footer(
      "Exit code: 0 all load whole, 1 one would load without the lines it names, 2 one would be refused.");
  check->callback([given, &exit_code] {
    int worst = 0;
    for (const std::string& file : given->files) worst = std::max(worst, check_hotlist(file, *given));
    exit_code = worst;
  });
}

}  // namespace nightjar
