#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "tools/score/score.hpp"

namespace CLI {
class App;
}

namespace nightjar {

struct ScoreCommandOptions {
  std::string records;
  std::vector<std::string> truth;
  ScoreOptions score;
  bool json = false;
  bool coloured = false;
  std::string html;  ///< file for the page; empty: none
};

/// Holds records against truth; the report on `out`, what is wrong with the input on `err` (as JSON, where
/// that is wanted, on `out` as well). Returns the exit code: 0, 1 if the records' sums do not balance or the
/// page cannot be written, 2 for wrong input.
[[nodiscard]] int score_files(const ScoreCommandOptions& options, std::ostream& out, std::ostream& err);

/// `nightjar score RECORDS.jsonl TRUTH.jsonl…`
void add_score_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
