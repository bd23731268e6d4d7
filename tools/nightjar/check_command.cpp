#include "tools/nightjar/check_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <memory>

#include "config/site_file.hpp"
#include "tools/nightjar/load_hotlists.hpp"
#include "tools/nightjar/site_keys.hpp"
#include "tools/nightjar/site_report.hpp"

namespace nightjar {
namespace {

void print_errors(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) fmt::print(stderr, "{}\n", line);
}

int check_site(const std::string& file) {
  const SiteLoad load = load_site(file);
  const HotlistsLoad hotlists =
      load_hotlists(load.hotlists, load.site ? load.site->journal : std::filesystem::path());
  std::vector<std::string> errors = load.errors;
  errors.insert(errors.end(), hotlists.errors.begin(), hotlists.errors.end());
  if (const auto trouble = load.site ? journal_trouble(*load.site) : std::nullopt) {
    errors.push_back(fmt::format("{}:1: {}", file, *trouble));
  }
  if (load.site)
    for (std::string& trouble : key_trouble(*load.site)) errors.push_back(std::move(trouble));
  print_errors(hotlists.left_out);
  print_errors(errors);
  std::fflush(stderr);
  if (!errors.empty()) return 2;
  for (const std::string& line : hotlists.warnings) fmt::print("warning: {}\n", line);
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  fmt::print("{}", site_report(*load.site, hotlists.lists, now));
  return 0;
}

}  // namespace

void add_check_command(CLI::App& app, int& exit_code) {
  CLI::App* check = app.add_subcommand("check", "What a site file means, or every mistake in it");
  const auto file = std::make_shared<std::string>();
  check->add_option("SITE", *file, "The site file (TOML)")->required();
  check->callback([file, &exit_code] { exit_code = check_site(*file); });
}

}  // namespace nightjar
