// Judges the matching of hotlists on passes made from kept reads: what it recovers of what exact matching
// misses, its false hits, and whether its probabilities mean what they say.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "tools/matching/kept_reads.hpp"
#include "tools/matching/matching_score.hpp"

int main(int argc, char** argv) {
  using namespace nightjar;
  CLI::App app("Judge the matching of hotlists on simulated passes");
  std::string file;
  MatchingTrial trial;
  SimulatedPassesOptions passes;
  app.add_option("READS", file, "As keep_reads writes them; not those that the matching was fitted to")
      ->required();
  app.add_option("--passes", trial.passes, "How many");
  app.add_option("--entries", trial.entries, "Of the list");
  app.add_option("--threshold", trial.threshold, "Least probability that alerts");
  app.add_option("--seed", passes.seed, "Of the passes");
  app.add_option("--regional", passes.regional, "Share of current marks with a tag of one region");
  CLI11_PARSE(app, argc, argv);
  try {
    std::vector<SampledRead> kept = kept_reads(file);
    if (kept.empty()) throw std::runtime_error(file + ": holds no reads");
    fmt::print("{}", matching_report(matching_score(SimulatedPasses(std::move(kept), passes), trial)));
  } catch (const std::exception& fault) {
    fmt::print(stderr, "{}\n", fault.what());
    return 2;
  }
  return 0;
}
