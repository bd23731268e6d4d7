#include "tools/nightjar/hotlist_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include "tools/nightjar/load_hotlists.hpp"

namespace nightjar {
namespace {

struct HotlistCheck {
  std::vector<std::string> files;
  HotlistFileOptions options;
};

std::string verdict_of(const HotlistLoad& load) {
  const std::size_t bad = load.findings.bad_lines();
  if (!load.index) return "would be refused";
  if (bad == 0) return "loads whole";
  return fmt::format("would load without the {} named", bad == 1 ? "line" : fmt::format("{} lines", bad));
}

int check_hotlist(const std::string& file, const HotlistFileOptions& options) {
  const HotlistLoad load = load_hotlist(file, options);
  for (const std::string& line : fault_lines(file, load.findings)) fmt::print(stderr, "{}\n", line);
  std::fflush(stderr);
  std::size_t warnings = 0;
  for (std::size_t i = 0; i < kHotlistWarnings; ++i)
    warnings += load.findings.count(static_cast<HotlistWarning>(i));
  for (const std::string& line : warning_lines(file, load.findings)) fmt::print("warning: {}\n", line);
  fmt::print("{}: {}", file, verdict_of(load));
  if (load.index) {
    const auto now =
        std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    const HotlistCounts counts = count_entries(*load.index, now);
    fmt::print(
        ": {} entries, of which {} in force today, {} not yet effective, {} past their weed date; revision "
        "{}",
        load.index->size(), counts.in_force, counts.not_yet, counts.weeded, load.index->edition().revision);
  }
  fmt::print("; {} bad lines, {} warnings\n", load.findings.bad_lines(), warnings);
  if (!load.index) return 2;
  return load.findings.bad_lines() == 0 ? 0 : 1;
}

}  // namespace

void add_hotlist_command(CLI::App& app, int& exit_code) {
  CLI::App* hotlist = app.add_subcommand("hotlist", "Look after hotlists");
  hotlist->require_subcommand(1);
  CLI::App* check = hotlist->add_subcommand("check", "What a list holds and what is wrong with it");
  const auto given = std::make_shared<HotlistCheck>();
  check->add_option("FILE", given->files, "CSV with a header, or in 16 columns without one")->required();
  check->add_option("--max-bad-lines", given->options.max_bad_lines, "A list with more bad lines is refused")
      ->capture_default_str();
  check->footer(
      "Exit code: 0 all load whole, 1 one would load without the lines it names, 2 one would be refused.");
  check->callback([given, &exit_code] {
    int worst = 0;
    for (const std::string& file : given->files) worst = std::max(worst, check_hotlist(file, given->options));
    exit_code = worst;
  });
}

}  // namespace nightjar
