#include "tools/nightjar/score_command.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "tools/nightjar/terminal_text.hpp"
#include "tools/score/page/score_page.hpp"
#include "tools/score/records_file.hpp"
#include "tools/score/score_json.hpp"
#include "tools/score/score_text.hpp"
#include "tools/score/truth_check.hpp"
#include "tools/score/truth_file.hpp"

namespace nightjar {
namespace {

bool write_page(const ScoreCommandOptions& options, const Records& records, const Truth& truth,
                const Score& score, std::ostream& err) {
  std::ofstream file(options.html, std::ios::binary);
  file << score_page({records, truth, score, options.truth});
  file.close();
  if (!file) err << options.html << ": cannot be written" << std::endl;
  return static_cast<bool>(file);
}

}  // namespace

int score_files(const ScoreCommandOptions& options, std::ostream& out, std::ostream& err) {
  ScoreFaults faults;
  const Records records = read_records(options.records, faults);
  const Truth truth = read_truth(options.truth, faults);
  if (faults.none()) check_truth(truth, records, faults);  // half of the records would breed false faults
  if (!faults.none()) {
    for (const std::string& line : faults.lines()) err << printable(line) << '\n';
    err << std::flush;
    if (options.json) out << faults_json(faults) << std::endl;
    return 2;
  }
  const Score score = score_records(records, truth, options.score);
  const bool written = options.html.empty() || write_page(options, records, truth, score, err);
  if (options.json) {
    out << score_json(score) << std::endl;
  } else {
    out << score_text(score, {options.coloured}) << std::flush;
  }
  for (const std::string& fault : score.losses.faults)
    err << options.records << ": does not balance: " << printable(fault) << '\n';
  return written && score.losses.faults.empty() ? 0 : 1;
}

void add_score_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ScoreCommandOptions>();
  CLI::App* command = app.add_subcommand("score", "How right records are, held against the truth");
  command->add_option("RECORDS", options->records, "RECORDS.jsonl of a replay")->required();
  command->add_option("TRUTH", options->truth, "TRUTH.jsonl files")->required();
  command
      ->add_option("--radius", options->score.radius_m,
                   "A contact belongs to a body within so many metres of it")
      ->check(CLI::Range(0.01, 10'000.0))
      ->capture_default_str();
  command->add_flag("--json", options->json, "One JSON object instead of the tables");
  command->add_option("--html", options->html, "Also write a page with plots and pictures to this file");
  command->footer(
      "Exit code: 0 done, 1 the records' sums do not balance or the page cannot be written, 2 wrong input.");
  command->callback([options, &exit_code] {
    options->coloured = output_wants_colour();
    exit_code = score_files(*options, std::cout, std::cerr);
  });
}

}  // namespace nightjar
